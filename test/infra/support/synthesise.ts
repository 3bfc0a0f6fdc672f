import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { keyOf, madeOnce, sourcesKey } from '../../support/made-once.ts';
import { fileOf, SETTINGS } from './settings.ts';
import type { Settings, Synthesised } from './synthesis.ts';

const run = promisify(execFile);
// Runs in a separate process, because the CDK loads slowly and each synthesis takes twice as long in Jest.
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
 * Returns the templates of cdk.json's stage with settings as from `-c key=value`. They are synthesised once for all suites.
 *
 * @throws Error for settings that are missing in `SETTINGS`
 */
export function synthesise(settings: Settings = {}): Synthesised {
  return JSON.parse(readFileSync(join(folder, fileOf(settings)), 'utf8')) as Synthesised;
}
