import { describe, expect, it } from '@jest/globals';
import { ERROR_ADVICE, type ErrorAdvice } from '../../workflow/error-advice.ts';
import { PLATFORM_ERROR_ADVICE } from '../../workflow/platform-error-advice.ts';
import {
  MAX_REDRIVES,
  MAX_REDRIVE_WAIT_SECONDS,
  PERMANENT_ERRORS,
  REDRIVE_WAIT_SECONDS,
  redriveToken,
  redriveWait,
} from '../../workflow/redrive-policy.ts';
import { redriver } from '../../workflow/redrive-failed-run.ts';

describe('the wait before a redrive', () => {
  it('doubles each time, up to four hours', () => {
    const waits = Array.from({ length: 8 }, (_, count) => redriveWait(count, REDRIVE_WAIT_SECONDS));

    expect(waits).toEqual([900, 1_800, 3_600, 7_200, 14_400, 14_400, 14_400, 14_400]);
    expect(redriveWait(1_000, 1)).toBe(MAX_REDRIVE_WAIT_SECONDS);
    expect(redriveWait(0, 14_400)).toBe(14_400);
  });

  it('always ends before the execution of redrive-failed-run does', () => {
    const { TimeoutSeconds = 0 } = redriver as { TimeoutSeconds?: number };

    expect(redriveWait(1_000, 14_400)).toBeLessThan(TimeoutSeconds / 2);
  });
});

describe('the client token of a redrive', () => {
  it('differs for each redrive, and is valid for the API', () => {
    const tokens = Array.from({ length: 1_000 }, (_, count) => redriveToken(count));

    expect(redriveToken(0)).toBe('redrive-1');
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.every((token) => /^[!-~]{1,64}$/.test(token))).toBe(true);
  });
});

describe('the permanent errors', () => {
  it('are those that need a person', () => {
    expect(PERMANENT_ERRORS).toEqual([
      'InvalidInput',
      'TooManyTitles',
      'BudgetExceeded',
      'ConfigurationError',
      'Watchmode.Unauthorized',
      'Watchmode.PlanRequired',
      'States.QueryEvaluationError',
      'States.Runtime',
      'States.DataLimitExceeded',
    ]);
    expect(MAX_REDRIVES).toBe(4);
  });

  it('include all errors after which a redrive does not help', () => {
    const helpless = Object.entries<ErrorAdvice>({ ...ERROR_ADVICE, ...PLATFORM_ERROR_ADVICE })
      .filter(([, { redriveHelps }]) => !redriveHelps)
      .map(([name]) => name);

    expect(helpless).toEqual([
      'InvalidInput',
      'TooManyTitles',
      'BudgetExceeded',
      'Watchmode.PlanRequired',
      'States.QueryEvaluationError',
      'States.Runtime',
      'States.DataLimitExceeded',
    ]);
    expect(PERMANENT_ERRORS).toEqual(expect.arrayContaining(helpless));
  });
});
