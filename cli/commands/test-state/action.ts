import {
  DescribeStateMachineCommand,
  type DescribeStateMachineCommandOutput,
  type MockInput,
  TestStateCommand,
  type TestStateCommandOutput,
  type TestStateConfiguration,
} from '@aws-sdk/client-sfn';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { withStepFunctions } from '../../session.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { Interrupted, OperationError, UsageError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { colourStatus } from '../../render/execution-status.ts';
import { duration } from '../../render/duration.ts';
import type { Printer } from '../../render/printer.ts';
import { readCause } from '../../../events/read-cause.ts';
import type { Io } from '../../../operate/io.ts';
import { readTextFile, whyUnreadable } from '../../read-text-file.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { type AslObject, allStates, findState, parseDefinition } from '../../../workflow/definition.ts';

export interface TestStateOptions extends ServiceOptions {
  /** JSON files. */
  readonly input?: string;
  readonly variables?: string;
  readonly context?: string;
  readonly definition?: string;
  readonly mockResult?: string;
  /** The error name that the state fails with. */
  readonly mockError?: string;
  readonly mockCheck?: 'strict' | 'present' | 'none';
  /** The file that ItemReader reads: JSON, JSON lines or CSV. */
  readonly items?: string;
  readonly failedIterations?: number;
  readonly errorFrom?: string;
  readonly retries?: number;
  readonly inspect?: boolean;
}

/** Runs one state of a definition, without an execution. */
export async function testState(invocation: Invocation<TestStateOptions>): Promise<ExitCode> {
  const { operands, options, io } = invocation;
  const [stateName = ''] = operands;
  checkMock(options);
  const input = (await readJson('input', options.input, io)) ?? '{}';
  const variables = await readJson('variables', options.variables, io);
  const context = await readJson('context', options.context, io);
  const result = await readJson('mocked result', options.mockResult, io);
  const given = await readDefinition(options.definition, io);
  const stateConfiguration = await configurationOf(options, io);
  return withStepFunctions(invocation, async ({ sfn, printer }) => {
    const { definition = '{}', roleArn } =
      given === undefined ? await deployed(sfn, options, io) : { definition: given };
    checkName(definition, stateName);
    const tested = await sfn.client.send(
      new TestStateCommand({
        ...{ definition, stateName, input, inspectionLevel: 'DEBUG' },
        ...omitUndefined({ roleArn, variables, context, stateConfiguration }),
        ...mockOf(result, options),
      }),
    );
    print(printer, stateName, input, tested, options.inspect === true);
    return tested.status === 'SUCCEEDED' || tested.status === 'CAUGHT_ERROR'
      ? ExitCode.Success
      : ExitCode.Failure;
  });
}

async function deployed(
  sfn: StepFunctions,
  options: TestStateOptions,
  io: Io,
): Promise<DescribeStateMachineCommandOutput> {
  const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
  return sfn.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
}

/** Refuses options of a mock without the mock: Step Functions would refuse them, or ignore them. */
function checkMock(options: TestStateOptions): void {
  const { mockResult, mockError, context, items, failedIterations, errorFrom, mockCheck = 'none' } = options;
  const refuse = (option: string, mock: string): never => {
    throw new UsageError(`${option} needs ${mock}`);
  };
  const any = '--mock-result or --mock-error';
  if (mockResult === undefined && mockError === undefined) {
    if (context !== undefined) refuse('--context', any);
    if (items !== undefined) refuse('--items', any);
    if (failedIterations !== undefined) refuse('--failed-iterations', any);
  }
  if (errorFrom !== undefined && mockError === undefined) refuse('--error-from', '--mock-error');
  if (mockCheck !== 'none' && mockResult === undefined) refuse('--mock-check', '--mock-result');
}

async function configurationOf(
  { items, failedIterations, errorFrom, retries }: TestStateOptions,
  io: Io,
): Promise<TestStateConfiguration | undefined> {
  const configuration = omitUndefined({
    mapItemReaderData: items === undefined ? undefined : await readText('items', items, io),
    mapIterationFailureCount: failedIterations,
    errorCausedByState: errorFrom,
    retrierRetryCount: retries,
  });
  return Object.keys(configuration).length === 0 ? undefined : configuration;
}

/** @throws UsageError with the names of all states, if none of them is `stateName` */
function checkName(definition: string, stateName: string): void {
  const machine = parseDefinition(definition);
  if (findState(machine, stateName) !== undefined) return;
  throw new UsageError(
    `the state machine has no state ${JSON.stringify(stateName)}; it has ${namesIn(machine)}`,
  );
}

/** Lists the names of all states. */
function namesIn(machine: AslObject): string {
  return allStates(machine)
    .map(([name]) => name)
    .join(', ');
}

function mockOf(
  result: string | undefined,
  { mockError: error, mockCheck = 'none' }: TestStateOptions,
): { readonly mock?: MockInput } {
  if (error !== undefined) return { mock: { errorOutput: { error, cause: 'mocked' } } };
  // By default, Step Functions refuses a payload that is not a string.
  return result === undefined ? {} : { mock: { result, fieldValidationMode: CHECKS[mockCheck] } };
}

const CHECKS = { strict: 'STRICT', present: 'PRESENT', none: 'NONE' } as const;

async function readJson(
  what: string,
  file: string | undefined,
  io: Pick<Io, 'cwd' | 'interrupted'>,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const text = await readText(what, file, io);
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    throw unusable(what, file, error);
  }
}

async function readDefinition(file: string | undefined, io: Io): Promise<string | undefined> {
  const text = await readJson('definition', file, io);
  if (file === undefined || text === undefined) return text;
  try {
    parseDefinition(text);
    return text;
  } catch (error) {
    throw unusable('definition', file, error);
  }
}

async function readText(what: string, file: string, io: Pick<Io, 'cwd' | 'interrupted'>): Promise<string> {
  try {
    return await readTextFile(file, io);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw unusable(what, file, error);
  }
}

function unusable(what: string, file: string, cause: unknown): UsageError {
  return new UsageError(`cannot use ${file} as the ${what}: ${whyUnreadable(file, cause)}`, { cause });
}

const LABEL_WIDTH = 10;

function print(
  printer: Printer,
  stateName: string,
  input: string,
  tested: TestStateCommandOutput,
  inspect: boolean,
): void {
  const { status, output, error, cause, nextState, inspectionData } = tested;
  if (status === undefined) throw new OperationError('Step Functions returned no status for the state');
  printer.json({
    state: stateName,
    status,
    input: JSON.parse(input) as unknown,
    output: output === undefined ? null : (JSON.parse(output) as unknown),
    nextState: nextState ?? null,
    ...(error === undefined ? {} : { error, cause: readCause(cause ?? '').message }),
    ...(inspect ? { inspection: inspectionData } : {}),
  });
  const row = (label: string, value: string | undefined) => {
    if (value !== undefined) printer.result(`${printer.style.dim(label.padEnd(LABEL_WIDTH))} ${value}`);
  };
  row('state', stateName);
  row('status', colourStatus(status, printer.style));
  row('input', oneLine(input));
  row('output', output === undefined ? undefined : oneLine(output));
  row('error', error);
  row('cause', cause === undefined ? undefined : readCause(cause).message);
  const delay = inspectionData?.errorDetails?.retryBackoffIntervalSeconds;
  row('retry in', delay === undefined ? undefined : duration(delay * 1000));
  row('next state', nextState ?? (error === undefined ? '(end)' : undefined));
  if (!inspect) return;
  for (const [name, value] of Object.entries(inspectionData ?? {})) {
    row(name, typeof value === 'string' ? value.trimEnd() : JSON.stringify(value));
  }
}

/** Reformats JSON on one line. */
function oneLine(json: string): string {
  return JSON.stringify(JSON.parse(json));
}
