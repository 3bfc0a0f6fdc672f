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
