import type { Cancellation } from './cancellation.ts';
import type { State } from './definition/model.ts';
import { loadSingleState } from './definition/single-state.ts';
import type { StateInspection, TestStateRequest, TestStateResult } from './engine-api.ts';
import { attemptState } from './execution/attempt.ts';
import { complete, type Completion } from './execution/completion.ts';
import { errorOutput, firstMatch, handlersOf, RetryCounters } from './execution/error-handling.ts';
import type { Inspection, Visit } from './execution/frame.ts';
import { Recorder } from './execution/recorder.ts';
import type { EngineContext } from './execution/run.ts';
import { Variables } from './execution/variables.ts';
import { Interruption } from './interruption.ts';
import { isObject, parseJson, type JsonValue } from './json.ts';
import { Payload } from './payload.ts';
import type { TaskOutcome } from './ports.ts';
import { ServiceError } from './service-errors.ts';
import { asFailure, StateFailure } from './state-failure.ts';

/** A test takes at most five minutes. */
const LONGEST_MS = 5 * 60 * 1000;

/**
 * Runs one attempt of one state and says what would follow, without an execution and without waiting for a retry.
 * Throws the Interruption with which `cancellation` is cancelled.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html}
 */
export async function testState(
  request: TestStateRequest,
  engine: EngineContext,
  cancellation: Cancellation,
): Promise<TestStateResult> {
  const inspection: Inspection = {};
  const visit = visitOf(request, engine, inspection, cancellation);
  const timer = new AbortController();
  engine.clock.sleep(LONGEST_MS, timer.signal).then(
    () => cancellation.cancel(new Interruption('TIMED_OUT')),
    () => undefined,
  );
  try {
    const completion = await attemptState(visit);
    return { status: 'SUCCEEDED', ...ending(completion), inspection: inspect(visit, inspection, completion) };
  } catch (thrown) {
    return await afterFailure(visit, failureOf(visit, thrown), inspection);
  } finally {
    timer.abort();
  }
}

function failureOf(visit: Visit, thrown: unknown): StateFailure {
  if (!(thrown instanceof Interruption)) return placed(visit, thrown);
  if (thrown.kind === 'TIMED_OUT') return new StateFailure('States.Timeout', undefined);
  throw thrown;
}

async function afterFailure(
  visit: Visit,
  failure: StateFailure,
  inspection: Inspection,
): Promise<TestStateResult> {
  const { error, reason: cause } = failure;
  const named = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  const handlers = handlersOf(visit.state);
  const used: number[] = [];
  used[firstMatch(handlers.retry, failure)] = visit.retryCount;
  const retry = new RetryCounters(used).next(handlers.retry, failure, visit.frame.run.engine.random);
  if (retry !== undefined) {
    const errorDetails = { retryIndex: retry.index, retryBackoffIntervalSeconds: retry.delaySeconds };
    return { status: 'RETRIABLE', ...named, inspection: { ...inspect(visit, inspection), errorDetails } };
  }
  const catchIndex = firstMatch(handlers.catch, failure);
  const catcher = handlers.catch[catchIndex];
  if (catcher === undefined) return { status: 'FAILED', ...named, inspection: inspect(visit, inspection) };
  const output = Payload.ofValue(errorOutput(failure));
  const extras = { errorOutput: output };
  try {
    const completion = await complete(visit, catcher, output, extras, `Catch[${catchIndex}]/`);
    const shown = { ...inspect(visit, inspection, completion), errorDetails: { catchIndex } };
    return { status: 'CAUGHT_ERROR', ...named, ...ending(completion), inspection: shown };
  } catch (thrown) {
    const second = failureOf(visit, thrown);
    return {
      status: 'FAILED',
      error: second.error ?? '',
      cause: second.reason ?? '',
      inspection: inspect(visit, inspection),
    };
  }
}

function placed({ state, enteredId }: Visit, thrown: unknown): StateFailure {
  return asFailure(thrown).inState(state.name, enteredId);
}

function ending({ output, next }: Completion): { readonly output: string; readonly nextState?: string } {
  return next === undefined ? { output: output.text } : { output: output.text, nextState: next };
}

/** What can be shown: the variables are those given and those that the state assigned. */
function inspect(visit: Visit, inspection: Inspection, completion?: Completion): StateInspection {
  const assigned = (completion?.assigned ?? []).map(([name, payload]) => [name, payload.value] as const);
  const variables = { ...visit.frame.variables.all(), ...Object.fromEntries(assigned) };
  return { input: visit.input.text, ...inspection, variables: JSON.stringify(variables) };
}

function visitOf(
  request: TestStateRequest,
  engine: EngineContext,
  inspection: Inspection,
  cancellation: Cancellation,
): Visit {
  const { definition, stateName, retrierRetryCount: retryCount = 0 } = request;
  const { quotas, invoker, clock, arns } = engine;
  const loaded = loadSingleState(definition, stateName, {
    quotas,
    type: 'STANDARD',
    refusal: (resource) => invoker.refusal(resource),
  });
  if (loaded.state === undefined) {
    const faults = loaded.diagnostics.map(
      ({ code, message, location }) => `${code}: ${message} at ${location}`,
    );
    throw new ServiceError('InvalidDefinition', `Invalid State Machine Definition: '${faults.join(', ')}'`);
  }
  const { state, program } = loaded;
  const mock = mockOf(request, state);
  const input = Payload.ofText(request.input ?? '{}');
  jsonOf('input', input.text);
  const position = { path: '', last: 0 };
  const variables = new Variables({ bytes: 0 });
  variables.assign(variablesOf(request.variables));
  const now = clock.now();
  return {
    frame: {
      run: {
        engine,
        record: {
          executionArn: arns.execution('TestState', 'TestState'),
          name: 'TestState',
          stateMachineArn: arns.stateMachine('TestState'),
          snapshotId: '',
          type: 'STANDARD',
          status: 'RUNNING',
          startDate: now,
          input: input.text,
          redriveCount: 0,
        },
        closesAt: Infinity,
        input,
        snapshot: {
          snapshotId: '',
          stateMachineArn: arns.stateMachine('TestState'),
          name: 'TestState',
          roleArn: '',
          definition,
          updateDate: now,
        },
        definition: { program },
        // One state writes few events, and nobody reads them.
        recorder: new Recorder(
          clock,
          Infinity,
          0,
          () => undefined,
          () => undefined,
        ),
        root: position,
        cancellation,
        past: undefined,
        fatality: {},
        condemned: {},
        budget: { bytes: 0 },
        turns: { count: 0 },
        ...(request.context === undefined ? {} : { contextOverride: jsonOf('context', request.context) }),
      },
      program,
      kind: 'root',
      position,
      variables,
      cancellation,
      mapItem: undefined,
      past: undefined,
    },
    state,
    input,
    enteredId: 0,
    enteredPrevious: 0,
    enteredTime: now,
    retryCount,
    past: undefined,
    inspection,
    ...(mock === undefined ? {} : { mock }),
  };
}

function mockOf({ mock }: TestStateRequest, { type }: State): TaskOutcome | undefined {
  const composite = type === 'Map' || type === 'Parallel';
  if (mock === undefined) {
    if (composite) throw new ServiceError('ValidationException', `A state of type ${type} needs a mock`);
    return undefined;
  }
  if (!composite && type !== 'Task') {
    throw new ServiceError('ValidationException', `A state of type ${type} cannot be mocked`);
  }
  if ('errorOutput' in mock) {
    return { status: 'FAILED', error: mock.errorOutput.error ?? '', cause: mock.errorOutput.cause ?? '' };
  }
  jsonOf('mock.result', mock.result);
  return { status: 'SUCCEEDED', output: mock.result };
}

function variablesOf(text: string | undefined): readonly (readonly [string, Payload])[] {
  const value = text === undefined ? {} : jsonOf('variables', text);
  if (!isObject(value)) throw new ServiceError('ValidationException', 'The variables must be a JSON object');
  return Object.entries(value).map(([name, member]) => [name, Payload.ofValue(member)]);
}

function jsonOf(member: string, text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    throw new ServiceError('ValidationException', `The ${member} is not JSON: ${String(cause)}`);
  }
}
