import { omitUndefined } from '../omit-undefined.ts';
import type { Cancellation } from '../cancellation.ts';
import { invalidDefinition } from '../definition/diagnostic.ts';
import type { Program, State } from '../definition/model.ts';
import { loadSingleState } from '../definition/single-state.ts';
import type { StateInspection, TestStateRequest, TestStateResult } from '../engine-api.ts';
import { attemptState } from '../execution/attempt.ts';
import { complete, type Completion } from '../execution/completion.ts';
import { errorOutput, firstMatch, handlersOf, RetryCounters } from '../execution/error-handling.ts';
import type { Inspection, Visit } from '../execution/frame.ts';
import { Recorder } from '../execution/recorder.ts';
import type { EngineContext } from '../execution/run.ts';
import { Variables } from '../execution/variables.ts';
import { Interruption } from '../interruption.ts';
import { Payload } from '../payload.ts';
import { ServiceError } from '../service-errors.ts';
import { asFailure, StateFailure } from '../state-failure.ts';
import { testContext, testRecord } from './context.ts';
import { givenContext } from './given-context.ts';
import { mapTestOf } from './map-configuration.ts';
import { mockOf, refuseUnmocked } from './mock.ts';
import { jsonOf, objectOf } from './request-json.ts';

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
  const visit = await visitOf(request, engine, inspection, cancellation);
  const timer = new AbortController();
  engine.clock.sleep(MAX_MS, timer.signal).then(
    () => cancellation.cancel(new Interruption('TIMED_OUT')),
    () => undefined,
  );
  try {
    const completion = await attemptState(visit);
    return { status: 'SUCCEEDED', ...ending(completion), inspection: inspect(visit, inspection, completion) };
  } catch (thrown) {
    return await afterFailure(visit, failureOf(thrown), inspection);
  } finally {
    timer.abort();
  }
}

function failureOf(thrown: unknown): StateFailure {
  // The mock does not fit the state.
  if (thrown instanceof ServiceError) throw thrown;
  // As on AWS, the cause does not name the state: it begins with the expression.
  if (!(thrown instanceof Interruption)) return asFailure(thrown);
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
    const second = namesOf(failureOf(thrown));
    return { status: 'FAILED', ...second, inspection: inspect(visit, inspection) };
  }
}

function namesOf({ error, reason: cause }: StateFailure): Pick<TestStateResult, 'error' | 'cause'> {
  return omitUndefined({ error, cause });
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

async function visitOf(
  request: TestStateRequest,
  engine: EngineContext,
  inspection: Inspection,
  cancellation: Cancellation,
): Promise<Visit> {
  const { definition, retrierRetryCount: retryCount = 0 } = request;
  const { clock, random } = engine;
  const { state, program } = stateOf(request, engine);
  const mock = request.mock && (await mockOf(request.mock, state, engine.answerModels));
  const mapTest = mapTestOf(request, state);
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
      : givenContext(request.context, state, mock !== undefined);
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
    mapTest,
    ...omitUndefined({ mock }),
  };
}

/** Loads the state of a request. A mocked state needs nothing that this runtime lacks. */
function stateOf(
  { definition, stateName, mock }: TestStateRequest,
  { quotas, invoker }: EngineContext,
): { readonly state: State; readonly program: Program } {
  const loaded = loadSingleState(definition, stateName, {
    quotas,
    type: 'STANDARD',
    refusal: (resource) => invoker.refusal(resource),
  });
  const { diagnostics, refusals } = loaded;
  if (diagnostics.length > 0) throw new ServiceError('InvalidDefinition', invalidDefinition(diagnostics));
  if (loaded.state !== undefined && mock === undefined) refuseUnmocked(loaded.state);
  if (refusals.length > 0 && (loaded.state === undefined || mock === undefined)) {
    throw new ServiceError('InvalidDefinition', invalidDefinition(refusals));
  }
  if (loaded.state !== undefined) return loaded;
  throw new ServiceError('ValidationException', 'State not found in definition');
}

function variablesOf(text: string | undefined): readonly (readonly [string, Payload])[] {
  if (text === undefined) return [];
  return Object.entries(objectOf('variables', text)).map(([name, member]) => [name, Payload.ofValue(member)]);
}
