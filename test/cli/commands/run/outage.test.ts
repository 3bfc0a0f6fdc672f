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

it('waits for the end of an outage of the stand-in that begins before the run', async () => {
  const faults = ['--titles', '3', '--faults', 'outage:0+3'];
  const { code, stdout } = await runHere(['run', ...faults], { cwd: folder.path });

  expect(stdout).toMatch(/^ +published +3$/m);
  expect(stdout).toMatch(/^ +retries +\d+ retr.* \(\d+ Watchmode\.Unavailable\)$/m);
  expect(stdout).toMatch(/^ +credits +7 spent$/m);
  expect(code).toBe(0);
});
