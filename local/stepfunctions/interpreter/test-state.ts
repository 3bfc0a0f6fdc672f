import { omitUndefined } from './omit-undefined.ts';
import type { Cancellation } from './cancellation.ts';
import { invalidDefinition } from './definition/diagnostic.ts';
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
import { isObject, type JsonObject } from './json.ts';
import { Payload } from './payload.ts';
import { ServiceError } from './service-errors.ts';
import { asFailure, StateFailure } from './state-failure.ts';
import { testContext, testRecord } from './test-state-context.ts';
import { jsonOf, mockOf } from './test-state-mock.ts';

/** The timeout of a test. */
const MAX_MS = 5 * 60 * 1000;

/**
 * Runs one attempt of one state and returns what would follow. Does not create an execution or wait for a retry.
 * Throws the interruption of `cancellation`.
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
  engine.clock.sleep(MAX_MS, timer.signal).then(
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
  // The mock does not fit the state.
  if (thrown instanceof ServiceError) throw thrown;
  if (!(thrown instanceof Interruption)) return placed(visit, thrown);
  if (thrown.kind === 'TIMED_OUT') return new StateFailure('States.Timeout', undefined);
  throw thrown;
}

async function afterFailure(
  visit: Visit,
  failure: StateFailure,
  inspection: Inspection,
): Promise<TestStateResult> {
  const named = namesOf(failure);
  const handlers = handlersOf(visit.state);
  const used: number[] = [];
  const retryIndex = firstMatch(handlers.retry, failure);
  used[retryIndex] = visit.retryCount;
  const retry = new RetryCounters(used).next(handlers.retry, failure, visit.frame.run.engine.random);
  if (retry !== undefined) {
    const errorDetails = { retryIndex: retry.index, retryBackoffIntervalSeconds: retry.delaySeconds };
    return { status: 'RETRIABLE', ...named, inspection: { ...inspect(visit, inspection), errorDetails } };
  }
  const catchIndex = firstMatch(handlers.catch, failure);
  const catcher = handlers.catch[catchIndex];
  // Includes the retrier that has no attempts left.
  const usedUp = retryIndex < 0 ? {} : { retryIndex };
  if (catcher === undefined) {
    const errorDetails = retryIndex < 0 ? {} : { errorDetails: usedUp };
    return { status: 'FAILED', ...named, inspection: { ...inspect(visit, inspection), ...errorDetails } };
  }
  const output = Payload.ofValue(errorOutput(failure));
  const extras = { errorOutput: output };
  try {
    const completion = await complete(visit, catcher, output, extras, `Catch[${catchIndex}]/`);
    const shown = { ...inspect(visit, inspection, completion), errorDetails: { ...usedUp, catchIndex } };
    return { status: 'CAUGHT_ERROR', ...named, ...ending(completion), inspection: shown };
  } catch (thrown) {
    const second = namesOf(failureOf(visit, thrown));
    return { status: 'FAILED', ...second, inspection: inspect(visit, inspection) };
  }
}

function namesOf({ error, reason: cause }: StateFailure): Pick<TestStateResult, 'error' | 'cause'> {
  return omitUndefined({ error, cause });
}

function placed({ state, enteredId }: Visit, thrown: unknown): StateFailure {
  return asFailure(thrown).inState(state.name, enteredId);
}

function ending({ output, next }: Completion): { readonly output: string; readonly nextState?: string } {
  return next === undefined ? { output: output.text } : { output: output.text, nextState: next };
}

/** Returns the inspection data. `variables` are the given and the assigned ones, if any. */
function inspect(visit: Visit, inspection: Inspection, completion?: Completion): StateInspection {
  const assigned = (completion?.assigned ?? []).map(([name, payload]) => [name, payload.value] as const);
  const variables = { ...visit.frame.variables.all(), ...Object.fromEntries(assigned) };
  const shown = Object.keys(variables).length === 0 ? {} : { variables: JSON.stringify(variables) };
  return { input: visit.input.text, ...inspection, ...shown };
}

function visitOf(
  request: TestStateRequest,
  engine: EngineContext,
  inspection: Inspection,
  cancellation: Cancellation,
): Visit {
  const { definition, stateName, retrierRetryCount: retryCount = 0 } = request;
  const { quotas, invoker, clock, random } = engine;
  const loaded = loadSingleState(definition, stateName, {
    quotas,
    type: 'STANDARD',
    refusal: (resource) => invoker.refusal(resource),
  });
  if (loaded.state === undefined && loaded.diagnostics.length === 0) {
    const message = `There is no state '${String(stateName)}' in the state machine definition`;
    throw new ServiceError('ValidationException', message);
  }
  if (loaded.state === undefined) {
    throw new ServiceError('InvalidDefinition', invalidDefinition(loaded.diagnostics));
  }
  const { state, program } = loaded;
  const mock = mockOf(request.mock, state);
  const input = Payload.ofText(request.input ?? '{}');
  jsonOf('input', input.text);
  const position = { path: '', last: 0 };
  const variables = new Variables({ bytes: 0 });
  variables.assign(variablesOf(request.variables));
  const now = clock.now();
  const [machineName, name] = [random.uuid(), random.uuid()];
  const record = testRecord(engine, machineName, name, input.text, now);
  const context =
    request.context === undefined
      ? testContext(record, machineName, { input, state, retryCount, roleArn: request.roleArn })
      : objectOf('context', request.context);
  return {
    frame: {
      run: {
        engine,
        record,
        closesAt: Infinity,
        input,
        snapshot: {
          snapshotId: '',
          stateMachineArn: record.stateMachineArn,
          name: machineName,
          roleArn: request.roleArn ?? '',
          definition,
          updateDate: now,
        },
        definition: { program },
        // Discards the few events of one state.
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
        contextOverride: context,
      },
      program,
      isRoot: true,
      position,
      variables,
      cancellation,
      mapItem: undefined,
      past: undefined,
    },
    state,
    input,
    enteredId: 0,
    enteredTime: now,
    retryCount,
    past: undefined,
    inspection,
    ...omitUndefined({ mock }),
  };
}

function variablesOf(text: string | undefined): readonly (readonly [string, Payload])[] {
  if (text === undefined) return [];
  return Object.entries(objectOf('variables', text)).map(([name, member]) => [name, Payload.ofValue(member)]);
}

function objectOf(member: string, text: string): JsonObject {
  const value = jsonOf(member, text);
  if (isObject(value)) return value;
  throw new ServiceError('ValidationException', `The ${member} must be a JSON object`);
}
