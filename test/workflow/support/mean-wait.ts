import type { Retrier } from '../../../workflow/definition.ts';

/** The time that a retrier of a rendered definition waits in all on average, in seconds, when its jitter is full. */
export function meanWaitSeconds(retrier: Retrier | undefined): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxAttempts = 3, MaxDelaySeconds = Infinity } = retrier ?? {};
  return Array.from({ length: MaxAttempts }, (_, attempt) =>
    Math.min(IntervalSeconds * BackoffRate ** attempt, MaxDelaySeconds),
  ).reduce((sum, longest) => sum + longest / 2, 0);
}
