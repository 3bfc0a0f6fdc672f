import {
  DescribeStateMachineCommand,
  TestStateCommand,
  type TestStateCommandOutput,
} from '@aws-sdk/client-sfn';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { withStepFunctions } from '../../session.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { Interrupted, OperationError, UsageError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { colourStatus } from '../../render/execution-status.ts';
import type { Printer } from '../../render/printer.ts';
import { readCause } from '../../../events/read-cause.ts';
import { reasonOf } from '../../../operate/file-error.ts';
import type { Io } from '../../../operate/io.ts';
import { readTextFile } from '../../read-text-file.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { type AslObject, allStates, findState, parseDefinition } from '../../../workflow/definition.ts';

export interface TestStateOptions extends ServiceOptions {
  /** JSON files. */
  readonly input?: string;
  readonly variables?: string;
  readonly context?: string;
  readonly mockResult?: string;
  /** The error name that the task fails with. */
  readonly mockError?: string;
  readonly inspect?: boolean;
}

/** Runs one state of the deployed definition, without an execution. */
export async function testState(invocation: Invocation<TestStateOptions>): Promise<ExitCode> {
  const { operands, options, io } = invocation;
  const [stateName = ''] = operands;
  const input = (await readJson('input', options.input, io)) ?? '{}';
  const variables = await readJson('variables', options.variables, io);
  const context = await readJson('context', options.context, io);
  const result = await readJson('mocked result', options.mockResult, io);
  return withStepFunctions(invocation, async ({ sfn, printer }) => {
    const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
    const machine = await sfn.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const tested = await sfn.client.send(
      new TestStateCommand({
        definition: stateAlone(machine.definition ?? '{}', stateName),
        input,
        inspectionLevel: 'DEBUG',
        ...omitUndefined({ roleArn: machine.roleArn, variables, context }),
        ...mockOf(result, options.mockError),
      }),
    );
    print(printer, stateName, input, tested, options.inspect === true);
    return tested.status === 'SUCCEEDED' || tested.status === 'CAUGHT_ERROR'
      ? ExitCode.Success
      : ExitCode.Failure;
  });
}

/** Returns one state for TestState, with the query language that it inherits from the state machine. */
function stateAlone(definition: string, stateName: string): string {
  const machine = parseDefinition(definition);
  const state = findState(machine, stateName);
  if (state === undefined) {
    throw new UsageError(
      `the state machine has no state ${JSON.stringify(stateName)}; it has ${namesIn(machine)}`,
    );
  }
  const { QueryLanguage = 'JSONPath' } = machine;
  return JSON.stringify({ QueryLanguage, ...state });
}

/** Lists the names of all states. */
function namesIn(machine: AslObject): string {
  return allStates(machine)
    .map(([name]) => name)
    .join(', ');
}

function mockOf(result: string | undefined, error: string | undefined) {
  if (error !== undefined) return { mock: { errorOutput: { error, cause: 'mocked' } } };
  // By default, Step Functions refuses a payload that is not a string.
  return result === undefined ? {} : { mock: { result, fieldValidationMode: 'NONE' as const } };
}

async function readJson(
  what: string,
  file: string | undefined,
  io: Pick<Io, 'cwd' | 'interrupted'>,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  try {
    const text = await readTextFile(file, io);
    JSON.parse(text);
    return text;
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw new UsageError(`cannot use ${file} as the ${what}: ${reasonOf(error)}`, { cause: error });
  }
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
  row('next state', nextState ?? (error === undefined ? '(end)' : undefined));
  if (!inspect) return;
  for (const [name, value] of Object.entries(inspectionData ?? {})) {
    row(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

/** Reformats JSON on one line. */
function oneLine(json: string): string {
  return JSON.stringify(JSON.parse(json));
}
