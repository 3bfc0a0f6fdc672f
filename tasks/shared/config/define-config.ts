import { ConfigurationError } from '../errors/input-errors.ts';
import type { Environment } from '../ports.ts';
import type { ConfigKey, ConfigKeyDescription, Parsed } from './config-key.ts';

type Spec = Readonly<Record<string, ConfigKey<unknown>>>;

/** The values that a specification's variables have. */
export type ConfigOf<S extends Spec> = {
  readonly [K in keyof S]: S[K] extends ConfigKey<infer T> ? T : never;
};

/** A task's configuration: which variables there are, and how they are read. */
export interface ConfigDefinition<T> {
  readonly keys: readonly ConfigKeyDescription[];
  /**
   * Reads an environment, which it does not change.
   *
   * @throws ConfigurationError listing every fault at once, without any value: one may be a secret
   */
  readonly parse: (env: Environment) => T;
}

/**
 * Defines a task's configuration. `rules` hold variables against each other: each returns its faults, and sees
 * the texts, not the values, since a variable that cannot be read has none.
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
  // A blank number would read as 0, and a blank name as a name.
  if (text.trim() === '') return { fault: 'is blank: give it a value or leave it out' };
  return key.parse(text.trim());
}
