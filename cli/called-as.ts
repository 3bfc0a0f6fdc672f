import { basename, delimiter, dirname, relative } from 'node:path';
import type { Io } from '../operate/io.ts';

/** The commands that have an npm script of their own. */
const SCRIPTS: Readonly<Record<string, string>> = { run: 'npm start', up: 'npm run dev' };

/** The beginning of a command line under npm. */
export const NPM = 'npm run -s tvguide --';

/**
 * Returns the beginning of a command line that calls this program again: `npm run -s tvguide --` under npm,
 * `npx tvguide` under npx, `tvguide` for a link in a folder of the PATH, else the path of the link, or node with the
 * script.
 *
 * @param script the script that node was called with
 */
export function calledAs(script: string | undefined, env: Io['env'], cwd: string): string {
  const event = env['npm_lifecycle_event'];
  if (event === 'npx') return 'npx tvguide';
  if (event !== undefined) return NPM;
  if (script === undefined) return 'tvguide';
  const path = relative(cwd, script);
  if (basename(script) !== 'tvguide') return `node ${shellWord(path)}`;
  const isOnPath = (env['PATH'] ?? '').split(delimiter).includes(dirname(script));
  return isOnPath ? 'tvguide' : shellWord(path.includes('/') ? path : `./${path}`);
}

/**
 * Returns a command line to paste: `list --local` becomes `tvguide list --local` or `npm run -s tvguide -- list --local`.
 * The commands `run` and `up` become `npm start` and `npm run dev` under npm.
 *
 * @param words the command with its options
 * @param program the beginning, from {@link calledAs}
 */
export function commandLine(words: string, program: string): string {
  const [name = '', ...rest] = words.split(' ');
  const script = program === NPM ? SCRIPTS[name] : undefined;
  if (script === undefined) return `${program} ${words}`;
  if (rest.length === 0) return script;
  // npm prints a heading on stdout.
  const silent = rest.includes('--json') ? ' -s' : '';
  return `${script}${silent} -- ${rest.join(' ')}`;
}

/** Replaces the commands of a text, each written as `` `tvguide ...` ``, with {@link commandLine}. */
export function asCalled(text: string, program: string): string {
  return text.replaceAll(
    /`tvguide ([^`]+)`/g,
    (_command, words: string) => `\`${commandLine(words, program)}\``,
  );
}

/** Quotes a word for a shell, if that is necessary. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
