import type { State, TaskState } from '../definition/model.ts';
import type { StateMock } from '../engine-api.ts';
import { isObject, parseJson, type JsonValue } from '../json.ts';
import type { AnswerModels, TaskOutcome } from '../ports.ts';
import { ServiceError } from '../service-errors.ts';

/** Returns the outcome of a mock. Refuses a mock that does not fit the state, with AWS's messages. */
export async function mockOf(
  mock: StateMock,
  state: State,
  models: AnswerModels | undefined,
): Promise<TaskOutcome> {
  if (!isMockable(state))
    throw invalid(`State type '${state.type}' is not supported when a mock is specified`);
  if ('errorOutput' in mock) {
    const { error, cause = '' } = mock.errorOutput;
    if (error === undefined) throw invalid('An error was not specified in the mocked error output.');
    return { status: 'FAILED', error, cause };
  }
  const value = parsed(mock.result);
  if (state.type === 'Task') await checkAnswer(value, state, mock.fieldValidationMode ?? 'STRICT', models);
  return { status: 'SUCCEEDED', output: mock.result };
}

function isMockable({ type }: State): boolean {
  return type === 'Task' || type === 'Map' || type === 'Parallel';
}

/** Refuses a state that TestState runs only with a mock. */
export function refuseUnmocked(state: State): void {
  if (state.type === 'Map' || state.type === 'Parallel') {
    const types = 'Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]';
    throw undefinedFor(`TestState API does not support Map or Parallel states. ${types}`);
  }
  if (state.type !== 'Task') return;
  const { resource } = state;
  const pattern = resource.kind === 'service' ? resource.pattern : undefined;
  if (pattern !== undefined) throw undefinedFor(`TestState needs a mock for the pattern .${pattern}`);
  if (resource.kind === 'activity') throw undefinedFor('TestState needs a mock for an activity');
}

/** Checks the mocked answer of a service integration against the model of the service. */
async function checkAnswer(
  value: JsonValue,
  { resource }: TaskState,
  mode: 'STRICT' | 'PRESENT' | 'NONE',
  models: AnswerModels | undefined,
): Promise<void> {
  // Whoever holds a task token can answer anything.
  if (resource.kind !== 'service' || resource.pattern === 'waitForTaskToken') return;
  if (!isObject(value)) throw invalid('Mocked result must be a valid JSON object.');
  if (mode === 'NONE') return;
  const fault = await models?.faultOf(resource, value, mode === 'STRICT');
  if (fault !== undefined) throw invalid(`Mock result schema validation error: ${fault}`);
}

function parsed(result: string): JsonValue {
  try {
    return parseJson(result);
  } catch (cause) {
    throw new ServiceError('ValidationException', 'Mocked result must be valid JSON', { cause });
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

function undefinedFor(message: string): ServiceError {
  return new ServiceError('InvalidDefinition', message);
}
