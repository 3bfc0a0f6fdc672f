import type { RetryingView } from '../../api/index.ts';
import { count, counted } from '../format.ts';

/** Formats the executions that retry: `10 children retrying: Watchmode 503`, `List new titles retrying: ...`. */
export function retryingText(retrying: RetryingView): string {
  const { who, count: retried, sampled, state, reason } = retrying;
  if (who === 'run') return `${state} retrying: ${reason}`;
  const children =
    sampled === null
      ? counted(retried, 'child', 'children')
      : `${count(retried)} of ${count(sampled)} sampled children`;
  return `${children} retrying: ${reason}`;
}
