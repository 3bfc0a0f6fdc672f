import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { executionArnOf, nameOf } from '../../aws/arns.ts';
import { LOCAL_CREDENTIALS } from '../../aws/client-settings.ts';
import { OperationError } from '../../errors.ts';

/** The executions of one state machine, through the Step Functions API. */
export interface Executions {
  /** Starts one and gives its ARN. */
  start(name: string, input: string): Promise<string>;
  /** The ARN of the execution with this name. Throws OperationError when there is none. */
  find(name: string): Promise<string>;
  /** The states that were entered and not left, which a redrive runs again. */
  unfinishedStates(executionArn: string): Promise<string[]>;
  /**
   * Runs again what did not succeed. An execution that is left RUNNING by a process that was killed is stopped first.
   *
   * @throws OperationError when it is not redrivable
   */
  redrive(executionArn: string): Promise<void>;
  stop(executionArn: string, cause: string): Promise<void>;
  describe(executionArn: string): Promise<DescribeExecutionCommandOutput>;
  close(): void;
}

/** Connects to the runtime that this process has started. */
export function connectExecutions(endpoint: string, stateMachineArn: string): Executions {
  const client = new SFNClient({
    endpoint,
    region: 'eu-west-2',
    credentials: LOCAL_CREDENTIALS,
  });
  const describe = (executionArn: string) => client.send(new DescribeExecutionCommand({ executionArn }));
  const stop = async (executionArn: string, cause: string) => {
    await client.send(new StopExecutionCommand({ executionArn, error: 'Interrupted', cause }));
  };
  return {
    describe,
    stop,
    close: () => client.destroy(),
    async start(name, input) {
      const { executionArn = '' } = await client.send(
        new StartExecutionCommand({ stateMachineArn, name, input }),
      );
      return executionArn;
    },
    find: (name) => find(client, stateMachineArn, name),
    async unfinishedStates(executionArn) {
      const open = new Set<string>();
      const pages = paginateGetExecutionHistory(
        { client, pageSize: 1000 },
        { executionArn, includeExecutionData: false },
      );
      for await (const { events = [] } of pages) {
        for (const { stateEnteredEventDetails: entered, stateExitedEventDetails: exited } of events) {
          if (entered?.name !== undefined) open.add(entered.name);
          if (exited?.name !== undefined) open.delete(exited.name);
        }
      }
      return [...open];
    },
    async redrive(executionArn) {
      // The process that ran it has been killed: nothing else can have the store open.
      const { status } = await describe(executionArn);
      if (status === 'RUNNING') await stop(executionArn, 'The process that ran it was ended.');
      const { redriveStatus, redriveStatusReason = '' } = await describe(executionArn);
      if (redriveStatus !== 'REDRIVABLE') {
        throw new OperationError(`${nameOf(executionArn)} cannot be redriven: ${redriveStatusReason}`);
      }
      await client.send(new RedriveExecutionCommand({ executionArn }));
    },
  };
}

async function find(client: SFNClient, stateMachineArn: string, name: string): Promise<string> {
  const executionArn = executionArnOf(stateMachineArn, name);
  try {
    await client.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    throw new OperationError(`the execution ${name} was never started: there is nothing to pick up`, {
      cause: error,
    });
  }
  return executionArn;
}
