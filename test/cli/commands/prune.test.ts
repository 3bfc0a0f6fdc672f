import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FileStore, RealClock } from '../../../local/stepfunctions/index.ts';
import { execution, executionArn } from '../../local/stepfunctions/adapters/support/records.ts';
import { temporaryFolder, tvguide } from '../support/child.ts';
import { runHere } from '../support/run-here.ts';

jest.setTimeout(60_000);

describe('tvguide prune', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  const open = () =>
    new FileStore(join(folder.path, '.local'), { clock: new RealClock(), warn: () => undefined });

  beforeEach(async () => {
    folder = await temporaryFolder();
    const store = open();
    for (const [name, days] of [
      ['years-ago', 800],
      ['months-ago', 60],
    ] as const) {
      const stopDate = Date.now() - days * 24 * 60 * 60 * 1000;
      store.putExecution(execution(name, { status: 'SUCCEEDED', startDate: stopDate, stopDate }));
    }
    await store.close();
  });

  afterEach(() => folder.remove());

  it('removes executions that ended more than 90 days ago, or longer ago than --older-than', async () => {
    const trial = await runHere(['prune', '--older-than', '30d', '--dry-run'], { cwd: folder.path });
    const usual = await runHere(['prune'], { cwd: folder.path });
    const own = await runHere(['prune', '--json'], { cwd: folder.path, env: { TVGUIDE_KEEP_DAYS: '30' } });
    expect(trial.stdout).toMatch(
      /^2 executions would be removed\n {2}years-ago\n {2}months-ago\n\.local has /,
    );
    expect(usual.stdout).toMatch(/^1 execution removed\n {2}years-ago\n\.local has [\d.]+ (bytes|kB)/);
    expect(JSON.parse(own.stdout)).toMatchObject({ executions: [executionArn('months-ago')], dryRun: false });
    expect(await readdir(join(folder.path, '.local/executions'))).toEqual([]);
    expect([trial.code, usual.code, own.code]).toEqual([0, 0, 0]);
  });

  it('is refused while a runtime uses the folder, and for an invalid age', async () => {
    const store = open();
    const locked = await tvguide(['prune'], { cwd: folder.path });
    await store.close();
    const wrong = await runHere(['prune'], { cwd: folder.path, env: { TVGUIDE_KEEP_DAYS: 'none' } });
    expect(locked).toMatchObject({ code: 1, stdout: '' });
    expect(locked.stderr).toMatch(/^tvguide: .*in use by process .*\n$/);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('TVGUIDE_KEEP_DAYS must be a whole number of days');
  });
});
