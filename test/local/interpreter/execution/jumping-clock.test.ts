import { expect, it } from '@jest/globals';
import type { FakeFunction } from '../support/harness.ts';
import { Harness } from '../support/harness.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 366 * 24 * HOUR_MS;

it.each([
  ['back by two days', -48 * HOUR_MS],
  ['forwards by more than a year', 2 * YEAR_MS],
])('an execution whose clock is set %s takes as long as ever', async (_, jump) => {
  const set: FakeFunction = () => {
    harness.clock.setBy(jump);
    return null;
  };
  const harness: Harness = new Harness({ set });
  const startedAt = harness.clock.monotonic();
  const record = await harness.run({
    QueryLanguage: 'JSONata',
    StartAt: 'Set the clock',
    States: {
      'Set the clock': {
        Type: 'Task',
        Resource: 'arn:aws:lambda:eu-west-2:000000000000:function:set',
        TimeoutSeconds: 60,
        Next: 'Wait',
      },
      Wait: { Type: 'Wait', Seconds: 90, End: true },
    },
  });
  expect(record.status).toBe('SUCCEEDED');
  expect(harness.clock.monotonic() - startedAt).toBe(90_000);
});
