import { join } from 'node:path';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';

type Settings = Readonly<Record<string, string | undefined>>;

/** A profile of the AWS configuration. */
export interface Profile {
  readonly name: string;
  /** The settings of both files. A nested one has a dot in its name: `sfn.endpoint_url`. */
  readonly settings: Settings;
  /** Returns a section `[services NAME]`. */
  readonly services: (name: string) => Settings | undefined;
  /** The path of the file of {@link settings} except the keys. */
  readonly file: string;
}

/** Sections of the configuration that are no profiles. */
const OTHER_SECTION = /^(services|sso-session)\./;

/**
 * Reads a profile with the reader of the SDK: the given one, else that of AWS_PROFILE, else `default`.
 *
 * @returns undefined without a default profile, and without a home folder: only the SDK knows its files then
 * @throws UsageError if there is no profile with the given name, for which the SDK only reports missing credentials
 */
export async function readProfile(given: string | undefined, env: Io['env']): Promise<Profile | undefined> {
  const read = await readFiles(env);
  if (read === undefined) return undefined;
  const { file, configFile, credentialsFile, known } = read;
  const fromEnvironment = (env['AWS_PROFILE'] ?? '') || undefined;
  const wanted = given ?? fromEnvironment;
  const name = wanted ?? 'default';
  if (!known.includes(name)) {
    if (wanted === undefined) return undefined;
    const source = given === undefined ? ' (AWS_PROFILE)' : '';
    const others = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
    throw new UsageError(`there is no profile ${name} in the AWS configuration${source}: ${others}`);
  }
  return {
    name,
    settings: { ...credentialsFile[name], ...configFile[name] },
    services: (section) => configFile[`services.${section}`],
    file,
  };
}

/**
 * Lists the names of the profiles in the AWS configuration.
 * @example await listProfiles(io.env)
 */
export async function listProfiles(env: Io['env']): Promise<readonly string[]> {
  return (await readFiles(env))?.known ?? [];
}

async function readFiles(env: Io['env']) {
  const pathOf = (variable: string, name: string) => {
    const home = env['HOME'];
    return (env[variable] ?? '') || (home === undefined ? '' : join(home, '.aws', name));
  };
  const file = pathOf('AWS_CONFIG_FILE', 'config');
  const filepath = pathOf('AWS_SHARED_CREDENTIALS_FILE', 'credentials');
  if (file === '' && filepath === '') return undefined;
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ filepath, configFilepath: file });
  const known = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].filter(
    (name) => !OTHER_SECTION.test(name),
  );
  return { file, configFile, credentialsFile, known };
}
