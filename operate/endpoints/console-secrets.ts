import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../local/stepfunctions/files.ts';
import { DAY_MS } from '../../events/instant.ts';

/** The secrets of a console. */
export interface Secrets {
  /** The key in the address that the command prints. */
  readonly key: string;
  /** The value of the cookie. */
  readonly session: string;
  /** The part of the cookie's name that no other server of this machine knows. */
  readonly cookie: string;
}

const SECRET_BYTES = 24;
const NAME_BYTES = 6;
const FILE = 'console-key.json';
/** The age after which a start makes new secrets. */
const KEPT_MS = 30 * DAY_MS;
/** The access of group and others. */
const OTHERS = 0o077;

/**
 * Makes new secrets.
 * @example new Gate(port, newSecrets())
 */
export function newSecrets(): Secrets {
  return {
    key: randomBytes(SECRET_BYTES).toString('base64url'),
    session: randomBytes(SECRET_BYTES).toString('base64url'),
    cookie: randomBytes(NAME_BYTES).toString('hex'),
  };
}

/**
 * Returns the secrets of the last start in a folder, so that links and open pages survive a restart. New ones are made
 * after 30 days, and if the file is missing, damaged, or open to other users of the machine.
 *
 * @param folder the data of the runtime; only its owner can read the file
 * @param now epoch milliseconds
 * @example await startConsole({ ...options, secrets: await keptSecrets('.local', io.now()) })
 */
export async function keptSecrets(folder: string, now: number): Promise<Secrets> {
  const file = join(folder, FILE);
  const known = await read(file, now);
  if (known !== undefined) return known;
  const secrets = newSecrets();
  // It is readable by its owner only.
  await replaceFile(file, `${JSON.stringify({ ...secrets, madeAt: now })}\n`);
  return secrets;
}

async function read(file: string, now: number): Promise<Secrets | undefined> {
  try {
    const { mode } = await stat(file);
    // Windows has no such modes.
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) return undefined;
    const value = JSON.parse(await readFile(file, 'utf8')) as Partial<Secrets & { madeAt: number }>;
    const { key, session, cookie, madeAt } = value;
    const isFresh = typeof madeAt === 'number' && madeAt <= now && now - madeAt < KEPT_MS;
    if (!isFresh || !isSecret(key) || !isSecret(session) || !/^[0-9a-f]{12}$/.test(cookie ?? ''))
      return undefined;
    return { key, session, cookie: cookie ?? '' };
  } catch {
    // A missing or damaged file is replaced; a file that cannot be read fails to be replaced, too.
    return undefined;
  }
}

function isSecret(value: string | undefined): value is string {
  return typeof value === 'string' && /^[\w-]{32}$/.test(value);
}
