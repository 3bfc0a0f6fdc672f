import type { StateMachineArn } from '../../workflow/arns.ts';
import type { TargetOptions } from '../../operate/aws/target.ts';
import type { FaultSwitch } from '../api/index.ts';
import type { Io } from '../../operate/io.ts';

/** The stand-in for Watchmode on this machine. */
export interface StandInAddress {
  /** Where its faults are read and changed. */
  readonly controlUrl: string;
  readonly switches: readonly FaultSwitch[];
}

/** What a console is started with. */
export interface ConsoleOptions {
  readonly io: Io;
  /** Where Step Functions is. */
  readonly stepFunctions: TargetOptions;
  /** Where Kinesis is; null without a stream. */
  readonly kinesis: TargetOptions | null;
  readonly streamName: string;
  readonly stateMachineArn: StateMachineArn;
  /** 0 takes a free port. */
  readonly port: number;
  /** Whether the pages may start, stop and redrive. */
  readonly allowChanges: boolean;
  readonly standIn: StandInAddress | null;
  /** The file with what the tasks of a top-level execution have written; null where there is none to read. */
  readonly logFileOf: ((executionArn: string) => string) | null;
}
