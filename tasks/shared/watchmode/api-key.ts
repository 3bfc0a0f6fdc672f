import { ConfigurationError } from '../errors/input-errors.ts';
import { WatchmodeUnavailable } from '../errors/watchmode-errors.ts';

/** How long a key that was read is used before it is read again, in milliseconds. */
export const API_KEY_LIFETIME_MS = 5 * 60_000;

/** Where the key comes from. */
export interface ApiKeySource {
  /**
   * The key as it is known now.
   *
   * @throws ConfigurationError when there is none, or none that a header can carry
   * @throws WatchmodeUnavailable when the secret cannot be read for the moment
   */
  read(): Promise<string>;
  /** Forgets a key that Watchmode refused: the next attempt reads it again, and finds it if it was rotated. */
  drop(): void;
}

/** Reads a secret's text; undefined when it has none. */
export type ReadSecret = (secretId: string) => Promise<string | undefined>;

/** The key from the environment. It cannot change, so there is nothing to forget. */
export function fixedApiKey(key: string): ApiKeySource {
  return {
    read: () => Promise.resolve().then(() => checkedKey(key, 'WATCHMODE_API_KEY')),
    drop: () => undefined,
  };
}

/** The key from a secret, kept for {@link API_KEY_LIFETIME_MS}. Invocations that run at once share one reading. */
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

/** Secrets Manager's refusals that no waiting mends. */
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
      `the secret ${secretId} with the API key cannot be read for the moment: ${name}`,
      null,
      { cause },
    );
  }
  if (secret === undefined)
    throw new ConfigurationError([`the secret ${secretId} must hold text, not bytes`]);
  return checkedKey(secret, `the secret ${secretId}`);
}

/** A key as a header can carry it (RFC 9110, 5.5). The message must not show what was found. */
function checkedKey(found: string, where: string): string {
  const key = found.trim();
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigurationError([
      `${where} must hold the API key alone: visible ASCII characters, no spaces`,
    ]);
  }
  return key;
}
