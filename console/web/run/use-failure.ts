import type { FailureView } from '../../api/index.ts';
import { address } from '../ask.ts';
import { type Answer, useAnswer } from '../use-answer.ts';
import type { RunStore } from './run-store.ts';

/** The failure of a run that is over, or the reason why it is not known; null for any other run. */
export function useFailure(store: RunStore): Answer<FailureView> | null {
  const head = store.head.value;
  const isOver = head !== null && !head.running && head.status !== 'SUCCEEDED' && !head.imported;
  const mark = head === null ? '' : `${head.status} ${head.redriveCount} ${head.endedAt ?? 0}`;
  const answer = useAnswer<FailureView>(isOver ? address('/api/failure', { id: head.id }) : null, mark);
  return isOver ? answer.value : null;
}
