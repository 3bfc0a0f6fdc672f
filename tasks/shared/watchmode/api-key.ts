import { ConfigurationError } from '../errors/input-errors.ts';
import { WatchmodeUnavailable } from '../errors/watchmode-errors.ts';

/** The time for which a key is cached, in milliseconds. */
export const API_KEY_LIFETIME_MS = 5 * 60_000;

/** The source of the API key. */
export interface ApiKeySource {
  /**
   * Returns the current key.
   *
   * @throws ConfigurationError if there is none, or it is not valid in a header
   * @throws WatchmodeUnavailable if the secret temporarily cannot be read
   */
  read(): Promise<string>;
  /** Drops a refused key from the cache, so that the next attempt finds a rotated one. */
  drop(): void;
}

/** Reads a secret's text; undefined if it has none. */
export type ReadSecret = (secretId: string) => Promise<string | undefined>;

/** Uses the key from the environment, which cannot change. */
export function fixedApiKey(key: string): ApiKeySource {
  return {
    read: () => Promise.resolve().then(() => checkedKey(key, 'WATCHMODE_API_KEY')),
    drop: () => undefined,
  };
}

/** Caches the key from a secret for {@link API_KEY_LIFETIME_MS}. Simultaneous invocations share one read. */
export function secretApiKey(
  secretId: string,
  readSecret: ReadSecret,
  clock: { /** Milliseconds of a clock that nobody can set. */ monotonic(): number },
): ApiKeySource {
  let kept: { readonly key: Promise<string>; readonly readAt: number } | undefined;
  return {
    async read() {
      if (kept === undefined || clock.monotonic() - kept.readAt >= API_KEY_LIFETIME_MS) {
        kept = { key: readKey(secretId, readSecret), readAt: clock.monotonic() };
      }
      const current = kept;
      try {
        return await current.key;
      } catch (error) {
        if (kept === current) kept = undefined;
        throw error;
      }
    },
    drop() {
      kept = undefined;
    },
  };
}

/** Permanent errors of Secrets Manager. */
const PERMANENT = new Set([
  'ResourceNotFoundException',
  'AccessDeniedException',
  'DecryptionFailure',
  'InvalidParameterException',
  'InvalidRequestException',
]);

async function readKey(secretId: string, readSecret: ReadSecret): Promise<string> {
  let secret: string | undefined;
  try {
    secret = await readSecret(secretId);
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'unknown error';
    if (PERMANENT.has(name)) {
      throw new ConfigurationError([`the secret ${secretId} with the API key cannot be read: ${name}`], {
        cause,
      });
    }
    throw new WatchmodeUnavailable(
      'GetSecretValue',
      `the secret ${secretId} with the API key temporarily cannot be read: ${name}`,
      null,
      { cause },
    );
  }
  if (secret === undefined)
    throw new ConfigurationError([`the secret ${secretId} must contain text, not bytes`]);
  return checkedKey(secret, `the secret ${secretId}`);
}

/** Checks that a key is valid in a header (RFC 9110, 5.5). The message must not contain it. */
function checkedKey(found: string, where: string): string {
  const key = found.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigurationError([
      `${where} must contain only the API key: visible ASCII characters, no spaces`,
    ]);
  }
  return key;
}
