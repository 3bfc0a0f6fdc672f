import type { HistoryEvent } from '../history/event.ts';
import { Payload } from '../payload.ts';
import type { JournalEntry } from '../records.ts';

/** A state that was entered and not exited. */
export interface PastVisit {
  readonly name: string;
  readonly input: Payload;
  readonly enteredId: number;
  readonly enteredTime: number;
  /** The Started event of the last attempt of a Parallel or Map state. */
  started?: { readonly id: number; readonly data: string | undefined };
  mapRunArn?: string;
  /** Output of the TaskSubmitted event, if the end of the job was not recorded. */
  submitted?: string;
}

/** A frame, rebuilt from the journal. */
export interface PastFrame {
  readonly variables: Map<string, Payload>;
  visit: PastVisit | undefined;
  /** The next state, if the last one was exited. */
  next: string | undefined;
  /** The output of the last exited state. It is the frame's output if `ended`. */
  output: Payload | undefined;
  ended: boolean;
  /** The event that the next state follows: the start of the frame, or the last Exited event. */
  last: number | undefined;
  /** Id of the MapIterationSucceeded event, in an iteration that succeeded. */
  succeededId: number | undefined;
}

/** An execution before a redrive, rebuilt from its journal. */
export class Past {
  readonly #frames = new Map<string, PastFrame>();
  #error: string | undefined;
  #redrives: { readonly count: number; readonly date?: number } = { count: 0 };

  /** Adds an entry. Add entries in the order they were written. */
  add({ event, path, next, data }: JournalEntry): void {
    const frame = this.#frameAt(path);
    if (isEnd(event)) {
      // The end of an execution ends its jobs.
      for (const { visit: unfinished } of this.#frames.values()) delete unfinished?.submitted;
      if (event.type === 'ExecutionFailed') this.#error = event.details.error;
    } else if (event.type === 'ExecutionRedriven') {
      for (const { visit: unfinished } of this.#frames.values()) this.#forgetAttempt(unfinished);
      this.#error = undefined;
      this.#redrives = { count: event.details.redriveCount, date: event.timestamp };
    } else if (isEntered(event)) {
      frame.visit = {
        name: event.details.name,
        input: Payload.ofText(event.details.input),
        enteredId: event.id,
        enteredTime: event.timestamp,
      };
    } else if (isExited(event)) {
      frame.visit = undefined;
      frame.next = next;
      frame.output = Payload.ofText(event.details.output);
      frame.ended = next === undefined;
      frame.last = event.id;
      for (const [name, text] of Object.entries(event.details.assignedVariables ?? {})) {
        frame.variables.set(name, Payload.ofText(text));
      }
    } else if (event.type === 'ParallelStateStarted' || event.type === 'MapStateStarted') {
      if (frame.visit !== undefined) {
        frame.visit.started = { id: event.id, data };
        delete frame.visit.mapRunArn;
      }
    } else if (event.type === 'TaskSubmitted') {
      if (frame.visit !== undefined) frame.visit.submitted = event.details.output;
    } else if (event.type === 'TaskFailed' || event.type === 'TaskTimedOut') {
      delete frame.visit?.submitted;
    } else if (event.type === 'MapRunStarted' && frame.visit !== undefined) {
      frame.visit.mapRunArn = event.details.mapRunArn;
    } else if (event.type === 'MapIterationStarted') {
      frame.last = event.id;
    } else if (event.type === 'MapIterationSucceeded') {
      frame.succeededId = event.id;
    }
  }

  /** The number of redrives, and the date of the last one. */
  get redrives(): { readonly count: number; readonly date?: number } {
    return this.#redrives;
  }

  /** The outputs of the TaskSubmitted events of jobs whose end was not recorded. */
  get jobs(): readonly string[] {
    return [...this.#frames.values()].flatMap(({ visit }) => visit?.submitted ?? []);
  }

  /** Returns the frame at `path`; `undefined` if it never started. */
  frame(path: string): PastFrame | undefined {
    const frame = this.#frames.get(path);
    this.#forgetAttempt(frame?.visit);
    return frame;
  }

  /**
   * Makes a redrive start anew: after States.DataLimitExceeded with all branches, iterations or children, after
   * States.Runtime with a new Map Run.
   */
  #forgetAttempt(visit: PastVisit | undefined): void {
    if (visit === undefined) return;
    if (this.#error === 'States.DataLimitExceeded') delete visit.started;
    if (this.#error === 'States.DataLimitExceeded' || this.#error === 'States.Runtime')
      delete visit.mapRunArn;
  }

  #frameAt(path: string): PastFrame {
    const known = this.#frames.get(path);
    if (known !== undefined) return known;
    const frame = {
      variables: new Map(),
      visit: undefined,
      next: undefined,
      output: undefined,
      ended: false,
      last: undefined,
      succeededId: undefined,
    };
    this.#frames.set(path, frame);
    return frame;
  }
}

type EnteredEvent = Extract<HistoryEvent, { readonly type: `${string}StateEntered` }>;
type ExitedEvent = Extract<HistoryEvent, { readonly type: `${string}StateExited` }>;

function isEntered(event: HistoryEvent): event is EnteredEvent {
  return event.type.endsWith('StateEntered');
}

function isExited(event: HistoryEvent): event is ExitedEvent {
  return event.type.endsWith('StateExited');
}

/** True for the end of an execution that can be redriven. */
function isEnd({ type }: HistoryEvent): boolean {
  return type === 'ExecutionFailed' || type === 'ExecutionAborted' || type === 'ExecutionTimedOut';
}
