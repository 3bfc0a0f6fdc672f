import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parseBaseUrl, WATCHMODE_URL } from '../../tasks/shared/watchmode/base-url.ts';
import { UsageError } from '../../operate/errors.ts';
import type { Io } from '../../operate/io.ts';
import { isError } from '../../operate/native-error.ts';
import { reasonOf } from '../../operate/file-error.ts';

/** The limit of the deployment's watchmodeRequestsPerMinute. */
const MAX_REQUESTS_PER_MINUTE = 10_000;

/** The settings for Watchmode itself. */
export interface LiveSettings {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The limit of the plan. */
  readonly requestsPerMinute?: number;
}

/**
 * Reads WATCHMODE_API_KEY, WATCHMODE_BASE_URL and WATCHMODE_REQUESTS_PER_MINUTE from the environment, then from `.env`.
 *
 * @throws UsageError for a missing key, or an invalid address or number
 */
export async function readLiveSettings(io: Pick<Io, 'env' | 'cwd'>): Promise<LiveSettings> {
  const settings = await findLiveSettings(io);
  if (settings !== undefined) return settings;
  throw new UsageError(
    '--live needs a Watchmode key: set WATCHMODE_API_KEY in the environment or in .env (a free one: https://api.watchmode.com/requestApiKey)',
  );
}

/** Does the same, but resolves to undefined without a key. */
export async function findLiveSettings({
  env,
  cwd,
}: Pick<Io, 'env' | 'cwd'>): Promise<LiveSettings | undefined> {
  const file = await readFile(join(cwd, '.env'), 'utf8').catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return '';
    throw new UsageError(`cannot read .env: ${reasonOf(error)}`, { cause: error });
  });
  // Editors on Windows put a byte order mark before the first name.
  const fromFile = parseEnv(file.replace(/^\uFEFF/, ''));
  /** Reads a variable. A blank one counts as not set. */
  const setting = (name: string) => (env[name]?.trim() ?? '') || (fromFile[name]?.trim() ?? '');
  const apiKey = setting('WATCHMODE_API_KEY');
  if (apiKey === '') return undefined;
  const baseUrl = parseBaseUrl(setting('WATCHMODE_BASE_URL') || WATCHMODE_URL);
  // The address may contain a password, so it is not shown.
  if ('fault' in baseUrl) throw new UsageError(`WATCHMODE_BASE_URL ${baseUrl.fault}`);
  const rate = setting('WATCHMODE_REQUESTS_PER_MINUTE');
  return {
    baseUrl: baseUrl.value,
    apiKey,
    ...(rate === '' ? {} : { requestsPerMinute: parseRate(rate) }),
  };
}

function parseRate(text: string): number {
  const rate = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (rate >= 1 && rate <= MAX_REQUESTS_PER_MINUTE) return rate;
  throw new UsageError(
    `WATCHMODE_REQUESTS_PER_MINUTE must be a whole number from 1 to ${MAX_REQUESTS_PER_MINUTE}, without commas`,
  );
}
