import { describe, expect, it, jest } from '@jest/globals';
import type { RetryPolicy } from '../../workflow/retry-policy.ts';
import * as actual from '../../workflow/substitutions.ts';

jest.unstable_mockModule('../../workflow/substitutions.ts', () => ({
  ...actual,
  withRetryPolicy: (retryPolicy: RetryPolicy) =>
    actual.withRetryPolicy(retryPolicy).replaceAll('${BatchesAtOnce}', '${BatchesAtATime}'),
}));

describe('an unknown placeholder', () => {
  it('stops the synthesis, and so does a value without a placeholder', async () => {
    const { synthesiseNow } = await import('./support/synthesis.ts');

    expect(() => synthesiseNow()).toThrow(
      'The definition of title-ingestion has no value for BatchesAtATime; and no placeholder for BatchesAtOnce',
    );
  });
});
