import type { Cancellation } from '../cancellation.ts';
import type { Definition } from '../definition/model.ts';
import type { ExecutionRecord, StateMachineSnapshot } from '../records.ts';

/** What a child of a Map Run shares with its parent. */
export interface ChildSetting {
  readonly definition: Definition;
  readonly snapshot: StateMachineSnapshot;
  /** Cancelled when the parent wants its children to end. */
  readonly cancellation: Cancellation;
}

/** Starts the child executions of Map Runs. Each promise resolves with the record once the child has ended. */
export interface ChildLauncher {
  start(record: ExecutionRecord, setting: ChildSetting): Promise<ExecutionRecord>;
  /** Runs a child again that did not succeed: a Standard one from where it failed, an Express one from its start. */
  redrive(record: ExecutionRecord, setting: ChildSetting): Promise<ExecutionRecord>;
  /** Takes a child that waits for its redrive back to how it had ended: it does not get one. */
  passOver(record: ExecutionRecord): Promise<ExecutionRecord>;
  /** Whether a child that did not succeed can be run again. */
  redrivable(record: ExecutionRecord): boolean;
}
