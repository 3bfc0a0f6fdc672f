import { basename, relative } from 'node:path';

/**
 * Returns the beginning of a command line that calls this program: `tvguide` for a link on the path,
 * `npm run tvguide --` under npm, else node with the script.
 *
 * @param script the script that node was called with
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
