import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { folderForRuns, type TemporaryFolder } from '../../support/child.ts';
import { runHere } from '../../support/run-here.ts';

// A Kinesis is started, on machines that may be busy.
jest.setTimeout(120_000);

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await folderForRuns();
});
afterAll(() => folder.remove());

const run = (...args: string[]) => runHere(['run', '--free-plan', ...args], { cwd: folder.path });

it('fails where the stand-in refuses the feed on the free plan, and costs nothing', async () => {
  const { code, stdout } = await run('--titles', '3');

  expect(stdout).toMatch(/^ +error +Watchmode\.PlanRequired$/m);
  expect(stdout).toMatch(/^ +credits +0 spent$/m);
  expect(code).toBe(1);
});

it('refuses the free plan of the stand-in together with Watchmode itself', async () => {
  const { code, stderr } = await run('--live');

  expect(stderr).toBe('tvguide: --free-plan is about the Watchmode stand-in: leave it out with --live\n');
  expect(code).toBe(2);
});
