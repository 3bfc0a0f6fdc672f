import type { State, TaskState } from './definition/model.ts';
import type { StateMock } from './engine-api.ts';
import { isObject, parseJson, type JsonValue } from './json.ts';
import type { TaskOutcome } from './ports.ts';
import { ServiceError } from './service-errors.ts';

/** Returns the outcome of a mock. Refuses a mock that does not fit the state, with AWS's messages. */
export function mockOf(mock: StateMock | undefined, state: State): TaskOutcome | undefined {
  const isComposite = state.type === 'Map' || state.type === 'Parallel';
  if (mock === undefined) {
    if (isComposite) throw invalid(`A state of type ${state.type} needs a mock`);
    return undefined;
  }
  if (!isComposite && state.type !== 'Task') throw invalid(`A state of type ${state.type} cannot be mocked`);
  if ('errorOutput' in mock) {
    const { error, cause = '' } = mock.errorOutput;
    if (error === undefined) throw invalid('An error was not specified in the mocked error output.');
    return { status: 'FAILED', error, cause };
  }
  const value = jsonOf('mock.result', mock.result);
  if (state.type === 'Task') checkAnswer(value, state, mock);
  return { status: 'SUCCEEDED', output: mock.result };
}

/** Checks the mocked answer of a service integration. */
function checkAnswer(
  value: JsonValue,
  { resource }: TaskState,
  { fieldValidationMode: mode }: Extract<StateMock, { readonly result: string }>,
): void {
  if (resource.kind !== 'service') return;
  if (!isObject(value)) throw invalid('Mocked result must be a valid JSON object.');
  const payload = value['Payload'];
  // Lambda's Payload is text; Step Functions parses it.
  if (mode === 'NONE' || resource.service !== 'lambda' || payload === undefined) return;
  if (typeof payload !== 'string') {
    throw invalid("Mock result schema validation error: Field 'Payload' must be a string");
  }
}

/** Parses a member of the request. */
export function jsonOf(member: string, text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (cause) {
    throw invalid(`The ${member} is not JSON: ${String(cause)}`);
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
