import { randomUUID } from 'node:crypto';
import { appendFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FileStore, RealClock } from '../../../local/stepfunctions/index.ts';
import { execution, executionArn } from '../../local/stepfunctions/adapters/support/records.ts';
import { temporaryFolder, tvguide } from '../support/child.ts';
import { folderEachTest } from '../support/folder-each-test.ts';
import { contentsOf } from '../support/contents-of.ts';
import { runCli } from '../support/fake-io.ts';
import { runHere } from '../support/run-here.ts';

jest.setTimeout(60_000);

describe('tvguide prune', () => {
  const folder = folderEachTest();
  const open = () =>
    new FileStore(join(folder.path, '.local'), { clock: new RealClock(), warn: () => undefined });

  beforeEach(async () => {
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

  it('removes executions that ended more than 30 days ago, or than TVGUIDE_KEEP_DAYS or --older-than say', async () => {
    const trial = await runHere(['prune', '--older-than', '30d', '--dry-run'], { cwd: folder.path });
    const own = await runHere(['prune', '--yes'], {
      cwd: folder.path,
      env: { TVGUIDE_KEEP_DAYS: '90' },
    });
    const usual = await runHere(['prune', '--yes', '--json'], { cwd: folder.path });
    expect(trial.stdout).toMatch(
      /^2 executions would be removed\n {2}years-ago\n {2}months-ago\n\.local has /,
    );
    expect(own.stdout).toMatch(/^1 execution removed\n {2}years-ago\n\.local has [\d.]+ (bytes|kB)/);
    expect(JSON.parse(usual.stdout)).toMatchObject({
      executions: [executionArn('months-ago')],
      dryRun: false,
    });
    expect(await readdir(join(folder.path, '.local/executions'))).toEqual([]);
    expect([trial.code, usual.code, own.code]).toEqual([0, 0, 0]);
  });

  it('names what it removes, and asks', async () => {
    const ask = (...answers: string[]) =>
      runCli(['prune', '--older-than', '90d'], { cwd: folder.path, answers, now: Date.now() });
    const no = await ask('n');
    const yes = await ask('y');
    const none = await ask();
    const withoutTerminal = await runHere(['prune'], { cwd: folder.path });
    expect(no.io.questions).toEqual(['Remove 1 execution for good? [y/N] ']);
    expect(no).toMatchObject({ code: 1, stdout: '', stderr: '  years-ago\nnothing was removed\n' });
    expect(yes.stdout).toMatch(/^1 execution removed\n {2}years-ago\n/);
    expect(none.io.questions).toEqual([]);
    expect(none.stdout).toMatch(/^0 executions removed\n/);
    expect(withoutTerminal.stderr).toContain('prune asks before it acts');
    expect(withoutTerminal.code).toBe(2);
  });

  it('removes interrupted executions on request', async () => {
    const store = open();
    const startDate = Date.now() - 2 * 24 * 60 * 60 * 1000;
    store.putExecution(execution('cut-off', { startDate }));
    await store.close();
    const prune = (...args: string[]) =>
      runHere(['prune', '--older-than', '1d', ...args], { cwd: folder.path });

    expect((await prune('--dry-run')).stdout).not.toContain('cut-off');
    expect((await prune('--dry-run', '--interrupted')).stdout).toContain('  cut-off\n');
    const tooYoung = await runHere(['prune', '--yes', '--interrupted', '--older-than', '90d'], {
      cwd: folder.path,
    });
    expect(tooYoung.stdout).not.toContain('cut-off');
    expect((await prune('--yes', '--interrupted')).stdout).toMatch(
      /^2 executions removed\n {2}months-ago\n {2}cut-off\n/,
    );
    expect(await readdir(join(folder.path, '.local/executions'))).toEqual([]);
  });

  it('changes no byte with --dry-run, whatever a killed process has left', async () => {
    const store = open();
    store.putExecution(execution('cut-off', { startDate: 0 }));
    await store.close();
    const logs = join(folder.path, '.local/executions');
    const [first = ''] = await readdir(logs);
    const number = first.replace('.log', '');
    // A part whose original was not removed yet, a torn line, a staging file, and an empty format.
    await writeFile(join(logs, `${number}.0-9.gz`), 'x');
    await writeFile(join(logs, `${number}.0-9.part`), 'x');
    await appendFile(join(folder.path, '.local/catalogue.log'), 'torn');
    await writeFile(join(folder.path, `.local/catalogue.log.${randomUUID()}.tmp`), 'x');
    await writeFile(join(folder.path, '.local/format.json'), '');
    const before = await contentsOf(folder.path);

    const { code, stdout } = await runHere(['prune', '--dry-run', '--interrupted'], { cwd: folder.path });

    expect(stdout).toContain('would be removed');
    expect(code).toBe(0);
    expect(await contentsOf(folder.path)).toEqual(before);
  });

  it('creates nothing with --dry-run where nothing was run', async () => {
    const empty = await temporaryFolder();
    const { stdout } = await runHere(['prune', '--dry-run'], { cwd: empty.path });
    expect(stdout).toBe('0 executions would be removed\n.local has 0 bytes\n');
    expect(await readdir(empty.path)).toEqual([]);
    await empty.remove();
  });

  it('works with --dry-run while a runtime uses the folder, and says so', async () => {
    const store = open();
    store.putExecution(execution('running', { startDate: 0 }));
    await store.flush();
    const args = ['prune', '--dry-run', '--interrupted', '--older-than', '90d'];
    const { stdout, stderr } = await runHere(args, { cwd: folder.path });
    await store.close();
    expect(stdout).toMatch(/^1 execution would be removed\n {2}years-ago\n/);
    expect(stderr).toBe(
      `process ${process.pid} uses .local: nothing can be removed until it ends, and what it runs does not count as interrupted\n`,
    );
  });

  it('is refused while a runtime uses the folder, and for an invalid age', async () => {
    const store = open();
    const locked = await tvguide(['prune', '--yes'], { cwd: folder.path });
    await store.close();
    const wrong = await runHere(['prune', '--yes'], { cwd: folder.path, env: { TVGUIDE_KEEP_DAYS: 'none' } });
    expect(locked).toMatchObject({ code: 1, stdout: '' });
    expect(locked.stderr).toMatch(/^tvguide: .*in use by process .*\n$/);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('TVGUIDE_KEEP_DAYS must be a whole number of days');
  });
});
