import type { State } from '../definition/model.ts';
import { isObject, type JsonObject, type JsonValue } from '../json.ts';
import { ServiceError } from '../service-errors.ts';
import { objectOf } from './request-json.ts';

/** The members of a Context object and their types. `any`: any JSON value. */
const MEMBERS: Readonly<Record<string, Readonly<Record<string, 'string' | 'number' | 'any'>>>> = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string',
  },
  State: { EnteredTime: 'string', Name: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
};

/**
 * Reads the Context object of a request, which replaces the whole default. Refuses what AWS refuses, with its messages.
 *
 * @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html}
 */
export function givenContext(text: string, state: State, isMocked: boolean): JsonObject {
  if (!isMocked) throw invalid('A Context object is only supported when a mock is specified');
  const context = objectOf('context', text);
  for (const [name, part] of Object.entries(context)) checkPart(name, part);
  if ('Task' in context && !waits(state)) {
    throw invalid(
      "Invalid Context object provided: Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  }
  return context;
}

function checkPart(name: string, part: JsonValue): void {
  if (name === 'Map') throw refused("'Map' field is not supported when mocking a Context object");
  const members = MEMBERS[name];
  if (members === undefined) throw refused(`Field '${name}' is not allowed`);
  if (!isObject(part)) throw refused(`${name} must be an object`);
  for (const [member, value] of Object.entries(part)) {
    const type = members[member];
    if (type === undefined) throw refused(`Field '${member}' is not allowed`);
    if (type !== 'any' && value !== null && typeof value !== type) {
      throw refused(`${name}.${member} must be a ${type}`);
    }
  }
}

/** True for a task that ends after the answer of its service. */
function waits(state: State): boolean {
  return state.type === 'Task' && state.resource.kind === 'service' && state.resource.pattern !== undefined;
}

function refused(reason: string): ServiceError {
  return invalid(`Invalid Context object provided: ${reason}`);
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}
