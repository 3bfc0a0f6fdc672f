import { describe, expect, it } from '@jest/globals';
import { repeatTarget, sameTarget } from '../../cli/same-target.ts';

describe('sameTarget', () => {
  it.each([
    [{}, ''],
    [{ local: true }, ' --local'],
    [{ profile: 'my team', region: 'eu-west-2' }, " --profile 'my team' --region eu-west-2"],
    [
      { endpointUrl: 'http://ada:secret@host:1/', stateMachine: 'x' },
      ' --endpoint-url http://host:1/ --state-machine x',
    ],
  ])('of %j', (options, expected) => {
    expect(sameTarget(options)).toBe(expected);
  });
});

it.each([
  ['`tvguide list` shows what there is', '`tvguide list --profile streaming` shows what there is'],
  ['`tvguide list --local`, `tvguide up --port 0`', '`tvguide list --local`, `tvguide up --port 0`'],
  ['tvguide list', 'tvguide list'],
])('repeatTarget completes %s', (text, expected) => {
  expect(repeatTarget(text, ' --profile streaming')).toBe(expected);
});
