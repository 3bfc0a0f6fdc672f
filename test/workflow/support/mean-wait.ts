import type { Retrier } from '../../../workflow/definition.ts';

/** Returns the average total wait of a retrier with full jitter, in seconds. */
export function meanWaitSeconds(retrier: Retrier | undefined): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxAttempts = 3, MaxDelaySeconds = Infinity } = retrier ?? {};
  return Array.from({ length: MaxAttempts }, (_, attempt) =>
    Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds),
  ).reduce((sum, longest) => sum + longest / 2, 0);
}
