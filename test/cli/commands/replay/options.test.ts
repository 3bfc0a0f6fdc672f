import { expect, it } from '@jest/globals';
import { runCli } from '../../support/fake-io.ts';

it.each([
  [['--local'], 'replay needs to know what: give --from start, --from TIME, --sequence N or --failed'],
  [['--local', '--from', '2026-11-30'], '--from is in the future'],
  [['--local', '--from', '2026-11-02', '--to', '2026-11-02'], '--to must be later than --from'],
  [['--failed'], 'on AWS, --failed needs a folder with the objects of the destination'],
  [['--local', '--from', 'start', '--endpoint-url', 'http://127.0.0.1:9'], 'calls two servers'],
  [
    ['--local', '--from', 'start', '--failed'],
    "'--from <when>' cannot be used with option '--failed [folder]'",
  ],
  [['--local', '--from', 'start', '--stage', 'test'], '--stage is a deployment on AWS'],
  [['--local', '--sequence', 'x'], 'Give the digits of a sequence number'],
  [['--local', '--from', 'start', '--publish'], 'replay --publish asks before it acts'],
])('replay %j is refused', async (args, message) => {
  const { code, stderr } = await runCli(['replay', ...args], { now: Date.parse('2026-11-29T12:00:00Z') });
  expect(stderr).toContain(message);
  expect(code).toBe(2);
});
