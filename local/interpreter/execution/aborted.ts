import type { State } from '../definition/model.ts';
import type { EventType } from '../history/event.ts';
import type { Frame } from './frame.ts';

/** Types of state whose end before they are done has an event. */
const ABORTED: Partial<Record<State['type'], EventType & `${string}StateAborted`>> = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Map: 'MapStateAborted',
  Parallel: 'ParallelStateAborted',
};

/**
 * Records that the state in which a frame was told to end is aborted. `follows` is the event that brought it about.
 * The execution's own end says it for a Task or Wait at the top.
 */
export function recordAbort({ run, kind, position }: Frame, follows = position.last): void {
  const { state } = position;
  const type = state === undefined ? undefined : ABORTED[state.type];
  const isSimple = state?.type === 'Task' || state?.type === 'Wait';
  if (type === undefined || (kind === 'root' && isSimple)) return;
  run.recorder.add(position, type, undefined, { previous: follows, advance: false });
}

/** Records that the Task that failed a branch or an iteration is aborted as well. */
export function recordFailedTask({ run, position }: Frame): void {
  if (position.state?.type !== 'Task') return;
  run.recorder.add(position, 'TaskStateAborted', undefined, { advance: false });
}
