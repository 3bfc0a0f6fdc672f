import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  DescribeMapRunCommand,
  type DescribeMapRunCommandOutput,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { statesArn } from '../../../workflow/arns.ts';

export const stateMachineArn = statesArn(
  'arn:aws:states:eu-west-2:123456789012:stateMachine:title-ingestion',
  'stateMachine',
);
export const executionArnOf = (name: string) =>
  `arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:${name}`;
export const mapRunArn = 'arn:aws:states:eu-west-2:123456789012:mapRun:title-ingestion/IngestTitles:run-1';

/** One execution as the fake service holds it. */
export interface FakeExecution {
  readonly name: string;
  readonly description?: Partial<Omit<DescribeExecutionCommandOutput, '$metadata'>>;
  readonly events?: readonly HistoryEvent[];
  /** The Map Run that it is a child of. */
  readonly childOf?: string;
  /** The state machine's name. Default: title-ingestion. */
  readonly machine?: string;
}

const metadata = { $metadata: {} };

/** A client answers later, and an error that it answers with is a rejection. */
function later<Input, Output>(answer: (input: Input) => Output) {
  return (input: Input) => Promise.resolve(input).then(answer);
}

/** Answers the calls of the program from memory; `mock` records their inputs. */
export class FakeStepFunctions {
  readonly mock = mockClient(SFNClient);
  readonly executions = new Map<string, FakeExecution>();
  readonly mapRuns = new Map<string, Partial<DescribeMapRunCommandOutput>>();
  definition = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
  /** The definition of the state machine itself, which its executions may not have yet. */
  currentDefinition = this.definition;

  /** To be called before each test, since other tests of the process use the same mock. */
  reset(): void {
    this.executions.clear();
    this.mapRuns.clear();
    this.mock.reset();
    this.mock.on(ListStateMachinesCommand).callsFake(
      later(() => ({
        stateMachines: [
          { name: 'title-ingestion', stateMachineArn, type: 'STANDARD', creationDate: new Date(0) },
        ],
      })),
    );
    this.mock
      .on(DescribeExecutionCommand)
      .callsFake(later(({ executionArn }: { executionArn: string }) => this.#describe(executionArn)));
    this.mock.on(GetExecutionHistoryCommand).callsFake(
      later((input: { executionArn: string; reverseOrder?: boolean }) => {
        const events = [...(this.#find(input.executionArn).events ?? [])];
        return { events: input.reverseOrder === true ? events.reverse() : events };
      }),
    );
    this.mock
      .on(ListExecutionsCommand)
      .callsFake(later((input: ListInput) => ({ executions: this.#list(input) })));
    this.mock.on(DescribeMapRunCommand).callsFake(
      later((input: { mapRunArn: string }) => ({
        ...metadata,
        mapRunArn: input.mapRunArn,
        ...this.mapRuns.get(input.mapRunArn),
      })),
    );
    this.mock
      .on(DescribeStateMachineCommand)
      .callsFake(later(() => ({ definition: this.currentDefinition })));
    this.mock
      .on(DescribeStateMachineForExecutionCommand)
      .callsFake(later(() => ({ definition: this.definition })));
    this.mock.on(RedriveExecutionCommand).callsFake(later(() => ({ redriveDate: new Date(0) })));
    this.mock
      .on(StopExecutionCommand)
      .callsFake(later(({ executionArn }: { executionArn: string }) => this.#stop(this.#find(executionArn))));
    this.mock.on(StartExecutionCommand).callsFake(
      later(({ name = '' }: { name?: string }) => ({
        executionArn: executionArnOf(name),
        startDate: new Date('2026-11-24T10:15:00Z'),
      })),
    );
  }

  add(...executions: FakeExecution[]): void {
    for (const execution of executions) this.executions.set(executionArnOf(execution.name), execution);
  }

  #find(executionArn: string): FakeExecution {
    const found = this.executions.get(executionArn);
    if (found !== undefined) return found;
    throw new ExecutionDoesNotExist({ ...metadata, message: `Execution Does Not Exist: '${executionArn}'` });
  }

  #stop(execution: FakeExecution) {
    const stopDate = new Date('2026-11-24T10:16:00Z');
    this.add({
      ...execution,
      description: { ...execution.description, status: 'ABORTED', redriveStatus: 'REDRIVABLE', stopDate },
    });
    return { stopDate };
  }

  #describe(executionArn: string) {
    const { name, description, childOf } = this.#find(executionArn);
    return {
      ...metadata,
      executionArn,
      stateMachineArn,
      name,
      status: 'SUCCEEDED',
      startDate: new Date('2026-11-24T06:00:00Z'),
      redriveCount: 0,
      ...(childOf === undefined ? {} : { mapRunArn: childOf }),
      ...description,
    };
  }

  #list({ mapRunArn: parent, stateMachineArn: of, statusFilter }: ListInput) {
    return [...this.executions]
      .filter(([, { childOf }]) => childOf === parent)
      .filter(([, { machine = 'title-ingestion' }]) => of === undefined || of.endsWith(`:${machine}`))
      .map(([executionArn]) => this.#describe(executionArn))
      .filter(({ status }) => statusFilter === undefined || status === statusFilter)
      .sort((a, b) => (b.startDate?.getTime() ?? 0) - (a.startDate?.getTime() ?? 0));
  }
}

interface ListInput {
  readonly stateMachineArn?: string;
  readonly mapRunArn?: string;
  readonly statusFilter?: ExecutionStatus;
}
