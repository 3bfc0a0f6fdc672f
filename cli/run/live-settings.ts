import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { isError } from '../native-error.ts';
import { reasonOf } from './read-input.ts';

/** How to reach Watchmode itself. */
export interface LiveSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
}

const WATCHMODE = 'https://api.watchmode.com/v1';

/**
 * Reads WATCHMODE_API_KEY and WATCHMODE_BASE_URL from the environment, then from `.env`.
 *
 * @throws UsageError without a key, or with an address that is none
 */
export async function readLiveSettings({ env, cwd }: Pick<Io, 'env' | 'cwd'>): Promise<LiveSettings> {
  const file = await readFile(join(cwd, '.env'), 'utf8').catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return '';
    throw new UsageError(`cannot read .env: ${reasonOf(error)}`, { cause: error });
  });
  const settings = { ...parseEnv(file), ...env };
  const apiKey = settings['WATCHMODE_API_KEY']?.trim() ?? '';
  if (apiKey === '') {
    throw new UsageError(
      '--live needs a Watchmode key: set WATCHMODE_API_KEY in the environment or in .env (a free one: https://api.watchmode.com/requestApiKey)',
    );
  }
  const baseUrl = settings['WATCHMODE_BASE_URL']?.trim() ?? '';
  if (baseUrl !== '' && !/^https?:$/.test(protocolOf(baseUrl))) {
    throw new UsageError(`WATCHMODE_BASE_URL is no http(s) address: ${JSON.stringify(baseUrl)}`);
  }
  return { baseUrl: baseUrl === '' ? WATCHMODE : baseUrl, apiKey };
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}
