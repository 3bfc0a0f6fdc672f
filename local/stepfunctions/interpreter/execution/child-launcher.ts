import type { Cancellation } from '../cancellation.ts';
import type { Definition } from '../definition/model.ts';
import type { ExecutionRecord, StateMachineSnapshot } from '../records.ts';

/** The settings that the children of a Map Run share. */
export interface ChildSetting {
  readonly definition: Definition;
  readonly snapshot: StateMachineSnapshot;
  /** Cancels the children. */
  readonly cancellation: Cancellation;
}

/** Starts the child executions of Map Runs. Each promise resolves with the record once the child has ended. */
export interface ChildLauncher {
  start(record: ExecutionRecord, setting: ChildSetting): Promise<ExecutionRecord>;
  /** Redrives an unsuccessful child: a Standard one from where it failed, an Express one from its start. */
  redrive(record: ExecutionRecord, setting: ChildSetting): Promise<ExecutionRecord>;
  /** Restores the status of a child whose pending redrive does not take place. */
  passOver(record: ExecutionRecord): Promise<ExecutionRecord>;
  /** True if an unsuccessful child can be redriven. */
  redrivable(record: ExecutionRecord): boolean;
}
