import { basename, relative } from 'node:path';

/**
 * How somebody at the keyboard calls this program, as far as can be seen: `tvguide` where a link to it is on the
 * path, `npm run tvguide --` where npm started it, else node with the script.
 *
 * @param script the path that node was given; absent where it was given none
 */
export function calledAs(
  script: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): string {
  if (script === undefined || basename(script) === 'tvguide') return 'tvguide';
  if (env['npm_lifecycle_event'] !== undefined) return 'npm run tvguide --';
  const path = relative(cwd, script);
  return `node ${/[^\w@%+=:,./-]/.test(path) ? `'${path}'` : path}`;
}
