import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type RunningChild,
  startTvguide,
  folderForRuns,
  type TemporaryFolder,
  withoutPath,
} from '../../support/child.ts';
import { pause } from '../../support/pause.ts';
import { API_KEY, type RefusingWatchmode, startRefusingWatchmode } from '../../support/refusing-watchmode.ts';
import { runHere } from '../../support/run-here.ts';
import { withSharedKinesis } from './support/shared-kinesis.ts';

const TITLES = 3;
const DECIDED = /redrive-failed-run (redrove|left alone) \S+: .+/;

/** The machine of AWS over real processes: the runtime, the tasks, a stream. */
describe('up --heal', () => {
  let folder: TemporaryFolder;
  let watchmode: RefusingWatchmode;
  let up: RunningChild | undefined;

  beforeEach(async () => {
    folder = await folderForRuns();
    watchmode = await startRefusingWatchmode(TITLES);
  });

  afterEach(async () => {
    await up?.stop('SIGINT');
    up = undefined;
    await watchmode.close();
    await folder.remove();
  });

  const start = (...args: string[]) => startWith(...withSharedKinesis(), ...args);
  async function startWith(...args: string[]): Promise<RunningChild> {
    up = startTvguide(['up', '--port', '0', '--live', ...args], {
      cwd: folder.path,
      env: { WATCHMODE_API_KEY: API_KEY, WATCHMODE_BASE_URL: watchmode.url },
    });
    await up.line('stderr', /^ready/m);
    return up;
  }
  const local = (...args: string[]) => runHere([...args, '--local'], { cwd: folder.path });
  const published = async () => {
    const { stdout } = await local('tail', '--json');
    const lines = stdout.trimEnd().split('\n');
    return lines.filter((line) => line !== '').map((line) => (JSON.parse(line) as { id: string }).id);
  };

  it('redrives a run that failed once it has waited, and the stream holds each title once', async () => {
    watchmode.garbled = true;
    // With a stream of its own, since all of it is looked at.
    const running = await startWith('--heal', '1s');
    await local('start', '--name', 'healed');
    await running.line('stderr', /healed failed with Watchmode\.UnexpectedResponse/);
    watchmode.garbled = false;
    await running.line('stderr', /healed succeeded/);
    const ids = await published();

    const told = withoutPath(running.output.stderr)
      .split('\n')
      .filter((text) => /^\d\d:\d\d:\d\dZ /.test(text));
    expect(told.map((text) => text.slice(10).replaceAll(/\d+(\.\d+)? m?s\b/g, 'T'))).toEqual([
      'healed started',
      'healed failed with Watchmode.UnexpectedResponse after T: `tvguide why healed --local`',
      expect.stringMatching(
        /^(redrive-failed-run redrove healed: It failed for the first time|healed redriven)/,
      ),
      expect.stringMatching(
        /^(redrive-failed-run redrove healed: It failed for the first time|healed redriven)/,
      ),
      `healed succeeded in T at work, T waiting for a redrive: ${TITLES} of ${TITLES} titles published`,
    ]);
    expect(ids).toHaveLength(TITLES);
    expect(new Set(ids).size).toBe(TITLES);
  });

  it('continues pending redrives after a restart', async () => {
    watchmode.garbled = true;
    const first = await start('--heal', '1h');
    await local('start', '--name', 'waits');
    await first.line('stderr', /waits failed with/);
    let waiting = '';
    while (!waiting.includes('Wait before redrive')) {
      await pause();
      waiting = (await local('show', 'waits-failure-1', '--state-machine', 'redrive-failed-run', '--json'))
        .stdout;
    }
    await first.stop('SIGKILL');
    watchmode.garbled = false;

    const second = await start('--heal', '1s');
    const shown = await local('show', 'waits-failure-1', '--state-machine', 'redrive-failed-run', '--json');

    expect(JSON.parse(shown.stdout)).toMatchObject({ status: 'RUNNING', redriveCount: 1 });
    expect(second.output.stderr).not.toMatch(DECIDED);
  });

  it('is off by default', async () => {
    watchmode.garbled = true;
    await start();
    await local('start', '--name', 'untouched', '--watch');
    const list = await local('list', '--state-machine', 'redrive-failed-run', '--json');

    expect(JSON.parse(list.stdout)).toEqual({ executions: [] });
  });

  it('is on with --schedule', async () => {
    watchmode.garbled = true;
    await writeFile(join(folder.path, 'cdk.json'), '{"context":{"scheduleTimeZone":"UTC"}}');
    const running = await start('--schedule', 'cron(0 6 * * ? *)');
    await local('start', '--name', 'unattended', '--watch');
    await running.line('stderr', /unattended failed with/);
    const list = await local('list', '--state-machine', 'redrive-failed-run', '--json');

    expect(running.output.stderr).toMatch(/^next run at \d{4}-\d\d-\d\d 06:00:00Z, in \d/m);
    expect(JSON.parse(list.stdout)).toMatchObject({ executions: [{ name: 'unattended-failure-1' }] });
  });

  it('names interrupted runs at the start', async () => {
    watchmode.silent = true;
    const fetching = watchmode.nextDetails();
    const killed = await start();
    await local('start', '--name', 'cut-off');
    await fetching;
    await killed.stop('SIGKILL');
    const running = await start();
    await running.line('stderr', /^1 run was/m);

    expect(withoutPath(running.output.stderr)).toContain(
      '1 run was interrupted: redrive with `tvguide redrive cut-off --local`\n',
    );
  });
});
