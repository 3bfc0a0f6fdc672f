import { readdir } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { temporaryFolder } from '../../support/child.ts';
import { runHere } from '../../support/run-here.ts';

const NETFLIX = ['--feed', 'catalogue', '--services', 'Netflix'];

it.each([
  [['--services', 'Netflix'], '--services has a meaning only with the feed catalogue, not with new_titles'],
  [['--feed', 'catalogue'], '--feed catalogue sweeps services: name them, for example --services Netflix'],
  [
    [...NETFLIX, '--window', '7d'],
    '--window has no meaning with the feed catalogue, which lists what is there now',
  ],
  [['--days', '7'], '--days compares sweeps: it goes with --feed catalogue --services NAMES'],
  [['--days', '7', '--feed', 'releases'], '--days compares sweeps: it goes with --feed catalogue'],
  [[...NETFLIX, '--days', '0'], "'0' is invalid. Give a whole number from 1 to 30"],
  [[...NETFLIX, '--days', '400'], "'400' is invalid. Give a whole number from 1 to 30"],
  [[...NETFLIX, '--days', '7', '--live'], "cannot be used with option '--live'"],
  [[...NETFLIX, '--days', '7', '--dry-run'], "cannot be used with option '--dry-run'"],
  [['--days', '7', '--redrive', 'last'], "cannot be used with option '--redrive <execution>'"],
  [['--live', '--free-plan'], '--free-plan is about the Watchmode stand-in: leave it out with --live'],
  [['--redrive', 'last', '--services', 'Netflix'], "cannot be used with option '--services <list>'"],
])('run %j is refused in one line, and nothing is started', async (args, message) => {
  const own = await temporaryFolder();
  const { code, stdout, stderr } = await runHere(['run', ...args], { cwd: own.path });
  const left = await readdir(own.path);
  await own.remove();

  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^tvguide: [^\n]+\n$/);
  expect({ code, stdout, left }).toEqual({ code: 2, stdout: '', left: [] });
});
