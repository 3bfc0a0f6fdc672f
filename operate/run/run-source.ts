import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  DescribeMapRunCommand,
  type DescribeMapRunOutput,
  DescribeStateMachineForExecutionCommand,
  type HistoryEvent,
} from '@aws-sdk/client-sfn';
import { HistoryFollower } from '../aws/history.ts';
import type { StepFunctions } from '../aws/step-functions.ts';

/** The source of a run: Step Functions, or an exported file. */
export interface RunSource {
  readonly imported: boolean;
  describe(): Promise<DescribeExecutionOutput>;
  /** Reads a page and returns the next events. */
  next(): Promise<HistoryEvent[]>;
  /** True if another page is known to exist. */
  readonly hasMore: boolean;
  /** JSON text. */
  definition(): Promise<string>;
  mapRun(mapRunArn: string): Promise<DescribeMapRunOutput>;
}

/**
 * An execution of Step Functions.
 * @example const run = new RunFollower(new ExecutionSource(sfn, executionArn), executionArn)
 */
export class ExecutionSource implements RunSource {
  readonly imported = false;
  readonly #follower: HistoryFollower;

  constructor(
    readonly sfn: StepFunctions,
    readonly executionArn: string,
  ) {
    this.#follower = new HistoryFollower(sfn, executionArn);
  }

  get hasMore(): boolean {
    return this.#follower.hasMore;
  }

  describe(): Promise<DescribeExecutionOutput> {
    return this.sfn.client.send(new DescribeExecutionCommand({ executionArn: this.executionArn }));
  }

  next(): Promise<HistoryEvent[]> {
    return this.#follower.next();
  }

  async definition(): Promise<string> {
    const command = new DescribeStateMachineForExecutionCommand({ executionArn: this.executionArn });
    return (await this.sfn.client.send(command)).definition ?? '{}';
  }

  mapRun(mapRunArn: string): Promise<DescribeMapRunOutput> {
    return this.sfn.client.send(new DescribeMapRunCommand({ mapRunArn }));
  }
}
