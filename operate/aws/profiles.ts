import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';

/**
 * Checks that a profile exists. For a missing profile, the SDK only reports that no provider has credentials.
 *
 * @throws UsageError if the AWS configuration of this machine has no such profile
 */
export async function ensureProfile(profile: string, env: Io['env']): Promise<void> {
  const home = env['HOME'] ?? env['USERPROFILE'];
  // Without a home folder, only the SDK knows the location of its files.
  if (home === undefined) return;
  const files = [
    env['AWS_CONFIG_FILE'] ?? join(home, '.aws', 'config'),
    env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, '.aws', 'credentials'),
  ];
  const known = new Set((await Promise.all(files.map(profilesIn))).flat());
  if (known.has(profile)) return;
  const others = known.size === 0 ? 'it has none' : `it has ${[...known].join(', ')}`;
  throw new UsageError(`there is no profile ${profile} in the AWS configuration: ${others}`);
}

/** Lists the profiles in a file. A file that cannot be read has none; the SDK sees none either. */
async function profilesIn(file: string): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return [...text.matchAll(/^\s*\[\s*(?:profile\s+)?"?([^\]"\s]+)"?\s*\]/gm)].map(([, name = '']) => name);
}
