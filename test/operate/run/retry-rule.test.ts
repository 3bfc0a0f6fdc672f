import { describe, expect, it } from '@jest/globals';
import { allowedRetries } from '../../../operate/run/retry-rule.ts';
import { SCHEDULED_RETRY_POLICY } from '../../../workflow/retry-policy.ts';
import { withRetryPolicy } from '../../../workflow/substitutions.ts';

const definition = (Retry: unknown) => JSON.stringify({ States: { Task: { Type: 'Task', Retry } } });

describe('allowedRetries', () => {
  it('takes the first retrier that names the error', () => {
    const retry = [
      { ErrorEquals: ['A', 'B'], MaxAttempts: 2 },
      { ErrorEquals: ['B'], MaxAttempts: 5 },
      { ErrorEquals: ['States.ALL'] },
    ];
    expect(['A', 'B', 'C'].map((error) => allowedRetries(definition(retry), 'Task', error))).toEqual([
      2, 2, 3,
    ]);
  });

  it('takes the wildcards as the interpreter does', () => {
    const all = definition([{ ErrorEquals: ['States.ALL'], MaxAttempts: 4 }]);
    const tasks = definition([{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 4 }]);
    expect(allowedRetries(all, 'Task', 'States.Runtime')).toBe(0);
    expect(allowedRetries(all, 'Task', 'States.DataLimitExceeded')).toBe(4);
    expect(allowedRetries(tasks, 'Task', 'States.Timeout')).toBe(0);
    expect(allowedRetries(tasks, 'Task', 'States.HeartbeatTimeout')).toBe(0);
    expect(allowedRetries(tasks, 'Task', 'Anything')).toBe(4);
  });

  it('returns 0 for a state without Retry and undefined for an unknown state', () => {
    expect(allowedRetries(definition(undefined), 'Task', 'A')).toBe(0);
    expect(allowedRetries(definition([]), 'Other', 'A')).toBeUndefined();
  });

  it('finds states inside the Map of the project’s own definition', () => {
    const definitionText = withRetryPolicy(SCHEDULED_RETRY_POLICY);

    expect(allowedRetries(definitionText, 'Fetch title details', 'Watchmode.RateLimited')).toBe(4);
    expect(allowedRetries(definitionText, 'Fetch title details', 'Watchmode.Unauthorized')).toBe(0);
  });
});
