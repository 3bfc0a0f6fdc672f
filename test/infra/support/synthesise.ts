import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keyOf, madeOnce, sourcesKey } from '../../support/made-once.ts';
import { fileOf, SETTINGS } from './settings.ts';
import type { Settings, Synthesised } from './synthesis.ts';

const run = promisify(execFile);
// A process of its own: the CDK takes long to load, and each synthesis takes twice as long within Jest.
const PROGRAM = `
  const { runBundled } = await import(process.argv[1]);
  const { synthesiseInto } = await runBundled('test/infra/support/synthesise-into.ts');
  synthesiseInto(process.argv[2]);
`;
const key = () =>
  keyOf(
    sourcesKey(),
    JSON.stringify(SETTINGS),
    readFileSync(join(import.meta.dirname, 'synthesis.ts'), 'utf8'),
  );
const folder = await madeOnce('templates', key, async (made) => {
  const args = ['--input-type=module', '--eval', PROGRAM, join(process.cwd(), 'bin/run-bundled.mjs'), made];
  await run(process.execPath, args);
});

/**
 * The templates of the deployment of cdk.json's stage, with some settings as `-c key=value` would give them. They are
 * made once for all suites.
 *
 * @throws Error for settings that are missing in `SETTINGS`
 */
export function synthesise(settings: Settings = {}): Synthesised {
  return JSON.parse(readFileSync(join(folder, fileOf(settings)), 'utf8')) as Synthesised;
}
