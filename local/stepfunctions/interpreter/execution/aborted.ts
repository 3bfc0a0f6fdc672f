import type { State } from '../definition/model.ts';
import type { EventType } from '../history/event.ts';
import type { Frame } from './frame.ts';

type Aborted = Partial<Record<State['type'], EventType & `${string}StateAborted`>>;

/** Types of state whose end before they are done has an event: at the top of an execution ... */
const ABORTED_AT_TOP: Aborted = { Map: 'MapStateAborted', Parallel: 'ParallelStateAborted' };
/** ... and in a branch or an iteration. At the top the execution's own end says it for these two. */
const ABORTED_INSIDE: Aborted = {
  ...ABORTED_AT_TOP,
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
};

/**
 * Records that the state in which a frame was told to end is aborted. `follows` is the event that brought it about.
 */
export function recordAbort({ run, isRoot, position }: Frame, follows = position.last): void {
  const { state } = position;
  if (state === undefined) return;
  const type = (isRoot ? ABORTED_AT_TOP : ABORTED_INSIDE)[state.type];
  if (type === undefined) return;
  run.recorder.add(position, type, undefined, { previous: follows, advance: false });
}

/** Records that the Task that failed a branch or an iteration is aborted as well. */
export function recordFailedTask({ run, position }: Frame): void {
  if (position.state?.type !== 'Task') return;
  run.recorder.add(position, 'TaskStateAborted', undefined, { advance: false });
}
