import { readdir } from 'node:fs/promises';
import { expect, it } from '@jest/globals';
import { runDefaults } from '../../../../cli/runtime/run-defaults.ts';
import { temporaryFolder } from '../../support/child.ts';
import { runHere } from '../../support/run-here.ts';

it.each([
  [['--feed', 'catalogue'], '--feed catalogue sweeps services: name them, for example --services Netflix'],
  [['--feed', 'films'], "--feed <name>' argument 'films' is invalid"],
  [['--bare', '--services', 'Netflix'], 'cannot be used with option'],
])('up %j is refused in one line, and nothing is started', async (args, message) => {
  const own = await temporaryFolder();
  const { code, stdout, stderr } = await runHere(['up', '--port', '0', ...args], { cwd: own.path });
  const left = await readdir(own.path);
  await own.remove();

  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^tvguide: [^\n]+\n$/);
  expect({ code, stdout, left }).toEqual({ code: 2, stdout: '', left: [] });
});

it('services are the default of sweeps that a person starts, whatever the feed', () => {
  expect(runDefaults({ services: ['Netflix', 26], maxCredits: 50 })).toEqual({
    services: ['Netflix', 26],
    maxCredits: 50,
  });
});
