import { describe, expect, it } from '@jest/globals';
import type { Retrier } from '../../../../../local/stepfunctions/interpreter/definition/model.ts';
import {
  firstMatch,
  RetryCounters,
} from '../../../../../local/stepfunctions/interpreter/execution/error-handling.ts';
import {
  asFailure,
  dataLimitFailure,
  StateFailure,
} from '../../../../../local/stepfunctions/interpreter/state-failure.ts';
import { steadyRandom } from '../../../../../local/stepfunctions/testing.ts';

const retrier = (rest: Partial<Retrier> = {}): Retrier => ({
  errorEquals: ['States.ALL'],
  intervalSeconds: 1,
  maxAttempts: 3,
  backoffRate: 2,
  fullJitter: false,
  ...rest,
});

describe('matching an error', () => {
  it.each<[name: string, error: string | undefined, matches: boolean]>([
    ['A', 'A', true],
    ['A', 'B', false],
    ['States.ALL', 'A', true],
    ['States.ALL', undefined, true],
    ['States.ALL', 'States.Timeout', true],
    ['States.TaskFailed', 'A', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.HeartbeatTimeout', false],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.Runtime', 'States.Runtime', false],
    ['States.ALL', dataLimitFailure('lambda').error, true],
    ['States.DataLimitExceeded', dataLimitFailure('S').error, true],
  ])('%s against %s', (name, error, matches) => {
    const failure = new StateFailure(error, '');
    expect(firstMatch([retrier({ errorEquals: ['X', name] })], failure)).toBe(matches ? 0 : -1);
  });
});

it('asFailure converts any other error to States.Runtime, and keeps it as the cause', () => {
  const thrown = new Error('adapter is broken');
  const failure = asFailure(thrown);
  expect(failure).toMatchObject({
    name: 'StateFailure',
    error: 'States.Runtime',
    reason: 'Error: adapter is broken',
    fatal: true,
  });
  expect(failure.cause).toBe(thrown);
  expect(asFailure(failure)).toBe(failure);
});

describe('RetryCounters', () => {
  const delays = (rest: Partial<Retrier>, count: number, random = steadyRandom): (number | undefined)[] => {
    const counters = new RetryCounters();
    const failure = new StateFailure('A', '');
    return Array.from({ length: count }, () => counters.next([retrier(rest)], failure, random)?.delaySeconds);
  };

  it('multiplies the interval by the rate, up to the attempts', () => {
    expect(delays({ intervalSeconds: 3, backoffRate: 1.5 }, 4)).toEqual([3, 4.5, 6.75, undefined]);
  });

  it('caps the delay', () => {
    expect(delays({ intervalSeconds: 3, maxAttempts: 9, maxDelaySeconds: 5 }, 3)).toEqual([3, 5, 5]);
  });

  it('draws the delay between 0 and the capped one with full jitter', () => {
    const random = { ...steadyRandom, next: () => 0.25 };
    expect(delays({ intervalSeconds: 4, maxDelaySeconds: 8, fullJitter: true }, 3, random)).toEqual([
      1, 2, 2,
    ]);
  });

  it('never retries with MaxAttempts 0', () => {
    expect(delays({ maxAttempts: 0 }, 1)).toEqual([undefined]);
  });

  it('stays finite however often it retries', () => {
    const [delay] = delays({ intervalSeconds: 99_999_999, backoffRate: 1e300, maxAttempts: 9 }, 3).slice(-1);
    expect(Number.isFinite(delay! * 1000)).toBe(true);
  });

  it('counts per retrier', () => {
    const counters = new RetryCounters();
    const retriers = [
      retrier({ errorEquals: ['A'], maxAttempts: 1 }),
      retrier({ errorEquals: ['B'], maxAttempts: 1, intervalSeconds: 7 }),
    ];
    const next = (error: string): unknown =>
      counters.next(retriers, new StateFailure(error, ''), steadyRandom);
    expect([next('A'), next('B'), next('A'), next('B')]).toEqual([
      { index: 0, delaySeconds: 1 },
      { index: 1, delaySeconds: 7 },
      undefined,
      undefined,
    ]);
  });
});
