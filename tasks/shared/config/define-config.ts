import { ConfigurationError } from '../errors/input-errors.ts';
import type { Environment } from '../ports.ts';
import type { ConfigKey, ConfigKeyDescription, Parsed } from './config-key.ts';

type Spec = Readonly<Record<string, ConfigKey<unknown>>>;

/** The values of a specification's variables. */
export type ConfigOf<S extends Spec> = {
  readonly [K in keyof S]: S[K] extends ConfigKey<infer T> ? T : never;
};

/** A task's configuration: its variables and their parser. */
export interface ConfigDefinition<T> {
  readonly keys: readonly ConfigKeyDescription[];
  /**
   * Reads an environment without changing it.
   *
   * @throws ConfigurationError with all faults, without any value, which could be a secret
   */
  readonly parse: (env: Environment) => T;
}

/**
 * Defines a task's configuration. `rules` compare variables with each other and return faults. They receive texts, because
 * an invalid variable has no value.
 */
export function defineConfig<const S extends Spec>(
  spec: S,
  rules: readonly ((env: Environment) => string[])[] = [],
): ConfigDefinition<ConfigOf<S>> {
  const keys = Object.values(spec).map(
    ({ name, description, fallback, required, setBy }): ConfigKeyDescription => ({
      name,
      description,
      fallback,
      required,
      setBy,
    }),
  );
  return {
    keys,
    parse(env) {
      const faults: string[] = [];
      const entries = Object.entries(spec).map(([field, key]) => {
        const parsed = readKey(key, env[key.name]);
        if ('fault' in parsed) faults.push(`${key.name} ${parsed.fault}`);
        return [field, 'value' in parsed ? parsed.value : undefined];
      });
      faults.push(...rules.flatMap((rule) => rule(env)));
      if (faults.length > 0) throw new ConfigurationError(faults);
      return Object.fromEntries(entries) as ConfigOf<S>;
    },
  };
}

function readKey(key: ConfigKey<unknown>, found: string | undefined): Parsed<unknown> {
  const text = found ?? key.fallback;
  if (text === null) return key.required ? { fault: 'is missing' } : { value: undefined };
  // Otherwise a blank number would be 0, and a blank name valid.
  if (text.trim() === '') return { fault: 'is blank: give it a value or leave it out' };
  return key.parse(text.trim());
}
