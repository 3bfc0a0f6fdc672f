import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ListExecutionsCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { OperationError } from '../errors.ts';

/** The executions of one state machine, through the Step Functions API. */
export interface Executions {
  /** Starts one and gives its ARN. */
  start(name: string, input: string): Promise<string>;
  /**
   * Runs again what did not succeed in an execution, given by name or ARN, or `last` for the newest. One that is
   * left RUNNING by a process that was killed is stopped first.
   *
   * @throws OperationError when there is none, or when it is not redrivable
   */
  redrive(execution: string): Promise<string>;
  stop(executionArn: string, cause: string): Promise<void>;
  describe(executionArn: string): Promise<DescribeExecutionCommandOutput>;
  close(): void;
}

/** Connects to the runtime that this process has started. */
export function connectExecutions(endpoint: string, stateMachineArn: string): Executions {
  const client = new SFNClient({
    endpoint,
    region: 'eu-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
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
    async redrive(execution) {
      const executionArn = await find(client, stateMachineArn, execution);
      const found = await describe(executionArn).catch((error: unknown) => {
        throw new OperationError(`there is no execution ${execution} here`, { cause: error });
      });
      // The process that ran it has been killed: nothing else can have the store open.
      if (found.status === 'RUNNING') await stop(executionArn, 'The process that ran it was ended.');
      try {
        await client.send(new RedriveExecutionCommand({ executionArn }));
      } catch (error) {
        const reason = (await describe(executionArn)).redriveStatusReason ?? String(error);
        throw new OperationError(`${nameOf(executionArn)} cannot be redriven: ${reason}`, { cause: error });
      }
      return executionArn;
    },
  };
}

/** An execution's name, the last part of its ARN. */
export function nameOf(executionArn: string): string {
  return executionArn.slice(executionArn.lastIndexOf(':') + 1);
}

async function find(client: SFNClient, stateMachineArn: string, execution: string): Promise<string> {
  if (execution.startsWith('arn:')) return execution;
  if (execution !== 'last') {
    return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${execution}`;
  }
  const { executions = [] } = await client.send(
    new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }),
  );
  const [newest] = executions;
  if (newest?.executionArn === undefined) {
    throw new OperationError('there is no execution to redrive yet: start one with `npm start`');
  }
  return newest.executionArn;
}
