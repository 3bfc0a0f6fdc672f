import { setTimeout as pause } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Up } from './lab.ts';
import { workSpans, type WorkSpan } from './work-spans.ts';

const PAUSE_MS = 50;

/** The executions of a `tvguide up`. */
export class StepFunctions {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;

  constructor({ stepFunctions, stateMachineArn }: Pick<Up, 'stepFunctions' | 'stateMachineArn'>) {
    this.#client = new SFNClient({
      endpoint: stepFunctions,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'soak', secretAccessKey: 'soak' },
    });
    this.#stateMachineArn = stateMachineArn;
  }

  async start(input: object): Promise<void> {
    const stateMachineArn = this.#stateMachineArn;
    await this.#client.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }));
  }

  /** Lists the ARNs of the executions with a status. An interrupted execution is RUNNING. */
  async list(statusFilter: ExecutionStatus): Promise<readonly string[]> {
    const stateMachineArn = this.#stateMachineArn;
    const { executions = [] } = await this.#client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter }),
    );
    return executions.map(({ executionArn = '' }) => executionArn);
  }

  async stop(executionArn: string): Promise<void> {
    await this.#client.send(new StopExecutionCommand({ executionArn }));
  }

  /** Waits until an execution is in a state with this name, or until the signal aborts. */
  async whenIn(stateName: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      for (const executionArn of await this.list('RUNNING')) {
        const entered = (await this.#history(executionArn)).findLast(
          ({ stateEnteredEventDetails }) => stateEnteredEventDetails !== undefined,
        );
        if (entered?.stateEnteredEventDetails?.name === stateName) return;
      }
      await pause(PAUSE_MS);
    }
  }

  /** Returns the work spans of all executions. @param deaths the times at which their processes died */
  async workSpans(deaths: readonly number[]): Promise<readonly WorkSpan[]> {
    const { executions = [] } = await this.#client.send(
      new ListExecutionsCommand({ stateMachineArn: this.#stateMachineArn }),
    );
    const spans = executions.map(async ({ executionArn = '', name = '' }) =>
      workSpans(name, await this.#history(executionArn), deaths),
    );
    return (await Promise.all(spans)).flat();
  }

  async #history(executionArn: string): Promise<readonly HistoryEvent[]> {
    const { events = [] } = await this.#client.send(
      new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000 }),
    );
    return events;
  }

  /** Waits until no execution is running, or until the signal aborts. */
  async whenQuiet(signal?: AbortSignal): Promise<void> {
    while (signal?.aborted !== true && (await this.list('RUNNING')).length > 0) await pause(PAUSE_MS);
  }

  /** Returns the outputs of the successful executions. */
  async outputs(): Promise<readonly string[]> {
    const succeeded = await this.list('SUCCEEDED');
    const described = succeeded.map((executionArn) =>
      this.#client.send(new DescribeExecutionCommand({ executionArn })),
    );
    return (await Promise.all(described)).map(({ output = 'null' }) => output);
  }

  close(): void {
    this.#client.destroy();
  }
}
