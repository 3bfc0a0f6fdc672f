import type { State } from '../definition/model.ts';
import type { EventType } from '../history/event.ts';
import type { Frame } from './frame.ts';

type Aborted = Partial<Record<State['type'], EventType & `${string}StateAborted`>>;

/** State types with an Aborted event at the top of an execution. */
const ABORTED_AT_TOP: Aborted = { Map: 'MapStateAborted', Parallel: 'ParallelStateAborted' };
/** State types with an Aborted event in a branch or an iteration. */
const ABORTED_INSIDE: Aborted = {
  ...ABORTED_AT_TOP,
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
};

/** Records that the current state of a frame is aborted. `follows` is the event that caused it. */
export function recordAbort({ run, isRoot, position }: Frame, follows = position.last): void {
  const { state } = position;
  if (state === undefined) return;
  const type = (isRoot ? ABORTED_AT_TOP : ABORTED_INSIDE)[state.type];
  if (type === undefined) return;
  run.recorder.add(position, type, undefined, { previous: follows, advance: false });
}

/** Records that the Task that failed a branch or an iteration is also aborted. */
export function recordFailedTask({ run, position }: Frame): void {
  if (position.state?.type !== 'Task') return;
  run.recorder.add(position, 'TaskStateAborted', undefined, { advance: false });
}
