import type { StateMock, TestStateRequest, TestStateResult } from '../interpreter/engine-api.ts';
import type { JsonObject, JsonValue } from '../interpreter/json.ts';
import { omitUndefined } from '../interpreter/omit-undefined.ts';

/** The surroundings of a state that is tested alone. Without `result` and `error`, the state really runs. */
export interface StateTest {
  /** Default: `{}`. */
  readonly input?: JsonValue;
  readonly variables?: JsonObject;
  /** Replaces the whole Context object. Only with a mock. */
  readonly context?: JsonObject;
  /** The mocked result of a Task, Map or Parallel. */
  readonly result?: JsonValue;
  /** The mocked failure of a Task, Map or Parallel. */
  readonly error?: { readonly error: string; readonly cause?: string };
  /** The check of `result` against the model of the service. Default: STRICT. */
  readonly validation?: 'STRICT' | 'PRESENT' | 'NONE';
  /** The file that ItemReader of a Map reads: its text, or the value of a JSON file. */
  readonly items?: JsonValue;
  /** The number of iterations of a Map that failed. */
  readonly failedIterations?: number;
  /** The state inside of a Map or Parallel that `error` comes from. */
  readonly errorFrom?: string;
  /** The number of retries so far. */
  readonly retries?: number;
}

/** The answer of TestState, with the output as a value. */
export type TestedState = Omit<TestStateResult, 'output'> & { readonly output?: JsonValue };

/** Writes the request of TestState. */
export function testStateRequest(
  definition: object,
  stateName: string,
  { input, variables, context, result, error, validation, items, ...configuration }: StateTest,
): TestStateRequest {
  return {
    definition: JSON.stringify(definition),
    stateName,
    ...omitUndefined({
      ...{ input: textOf(input), variables: textOf(variables), context: textOf(context) },
      mock: mockOf(result, error, validation),
      mapItemReaderData: typeof items === 'string' ? items : textOf(items),
      mapIterationFailureCount: configuration.failedIterations,
      errorCausedByState: configuration.errorFrom,
      retrierRetryCount: configuration.retries,
    }),
  };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}

function mockOf(
  result: JsonValue | undefined,
  error: StateTest['error'],
  fieldValidationMode: StateTest['validation'],
): StateMock | undefined {
  if (error !== undefined) return { errorOutput: error };
  return result === undefined
    ? undefined
    : { result: JSON.stringify(result), ...omitUndefined({ fieldValidationMode }) };
}
