import type { FieldScope } from '../jsonata/misuse.ts';
import type { Template } from '../jsonata/template.ts';
import { parseTaskResource, type TaskResource } from '../task-resource.ts';
import { parseTimestamp } from '../timestamp.ts';
import { readCatch, readRetry } from './errors.ts';
import { readMap } from './map.ts';
import type {
  ChoiceRule,
  ChoiceState,
  FailState,
  ParallelState,
  State,
  TaskState,
  WaitState,
} from './model.ts';
import type { ProgramLoader } from './program.ts';
import type { ObjectReader } from './reader.ts';
import { checkVariableNames, type VariableScope } from './variables.ts';

/** Reads one state; `undefined` when it is too broken to go on with. */
export function readState(
  name: string,
  reader: ObjectReader,
  loader: ProgramLoader,
  scope: VariableScope,
): State | undefined {
  reader.require('Type');
  const type = reader.string('Type');
  const language = reader.string('QueryLanguage') ?? loader.queryLanguage;
  if (!checkLanguage(language, reader, loader)) return undefined;
  const state = readType(type, name, reader, loader, scope);
  if (state !== undefined) reader.finish();
  else if (type !== undefined && !(type in READERS)) {
    reader.fail(`There is no state type '${type}'`, 'Type');
  }
  return state;
}

function checkLanguage(language: string, reader: ObjectReader, loader: ProgramLoader): boolean {
  if (language === 'JSONata') return true;
  if (language !== 'JSONPath') reader.fail("QueryLanguage must be 'JSONata' or 'JSONPath'", 'QueryLanguage');
  else if (loader.queryLanguage === 'JSONata') {
    reader.fail(
      "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
      'QueryLanguage',
    );
  } else {
    const advice = "set 'QueryLanguage' to 'JSONata' in the state machine or in this state";
    reader.fail(`JSONPath states are not supported: ${advice}`, undefined, 'UNSUPPORTED_FEATURE');
  }
  return false;
}

type Reader = (
  name: string,
  reader: ObjectReader,
  loader: ProgramLoader,
  scope: VariableScope,
) => State | undefined;

const READERS: Readonly<Record<State['type'], Reader>> = {
  Pass: (name, reader, loader, scope) => ({
    type: 'Pass',
    name,
    ...readNext(reader),
    ...readTransforms(reader, 'input', loader, scope),
  }),
  Succeed: (name, reader) => ({
    type: 'Succeed',
    name,
    ...optional('output', reader.template('Output', 'input')),
  }),
  Fail: readFail,
  Wait: readWait,
  Choice: readChoice,
  Task: readTask,
  Parallel: readParallel,
  Map: readMap,
};

function readType(
  type: string | undefined,
  name: string,
  reader: ObjectReader,
  loader: ProgramLoader,
  scope: VariableScope,
): State | undefined {
  const read = Object.entries(READERS).find(([known]) => known === type)?.[1];
  return read?.(name, reader, loader, scope);
}

/** One optional member, left out when it is undefined. */
export function optional<K extends string, T>(key: K, value: T | undefined): Partial<Record<K, T>> {
  const members: Partial<Record<K, T>> = {};
  if (value !== undefined) members[key] = value;
  return members;
}

/** `Next`, or `End: true`; exactly one of them. */
export function readNext(reader: ObjectReader): { readonly next?: string } {
  const next = reader.string('Next');
  const end = reader.boolean('End');
  if (next !== undefined && end === true) reader.fail("A state has either 'Next' or 'End', not both");
  if (next === undefined && end !== true && !reader.has('Next')) {
    reader.fail('These fields are required: [Next] or [End]');
  }
  return optional('next', next);
}

/** `Output` and `Assign`. */
export function readTransforms(
  reader: ObjectReader,
  field: FieldScope,
  loader: ProgramLoader,
  scope: VariableScope,
): { readonly output?: Template; readonly assign?: Template } {
  const assign = reader.objectTemplate('Assign', field);
  checkVariableNames(reader, loader.context.quotas.nameLength, scope.outer);
  return { ...optional('output', reader.template('Output', field)), ...optional('assign', assign) };
}

function readFail(name: string, reader: ObjectReader): FailState {
  return {
    type: 'Fail',
    name,
    ...optional('error', reader.text('Error', 'input')),
    ...optional('cause', reader.text('Cause', 'input')),
  };
}

function readWait(
  name: string,
  reader: ObjectReader,
  loader: ProgramLoader,
  scope: VariableScope,
): WaitState {
  if (reader.has('Seconds') === reader.has('Timestamp')) {
    reader.fail("A Wait state has exactly one of 'Seconds' and 'Timestamp'");
  }
  const timestamp = reader.text('Timestamp', 'input');
  if (
    timestamp?.kind === 'constant' &&
    (typeof timestamp.value !== 'string' || parseTimestamp(timestamp.value) === undefined)
  ) {
    reader.fail('String does not match RFC3339 timestamp', 'Timestamp');
  }
  return {
    type: 'Wait',
    name,
    ...readNext(reader),
    ...optional('seconds', reader.numeric('Seconds', 'input', 0, 99_999_999)),
    ...optional('timestamp', timestamp),
    ...readTransforms(reader, 'input', loader, scope),
  };
}

function readChoice(
  name: string,
  reader: ObjectReader,
  loader: ProgramLoader,
  scope: VariableScope,
): ChoiceState {
  reader.require('Choices');
  const rules = reader.objects('Choices');
  if (rules?.length === 0) reader.fail('There must be at least one choice rule', 'Choices');
  return {
    type: 'Choice',
    name,
    choices: (rules ?? []).flatMap((rule) => readRule(rule, loader, scope)),
    ...optional('default', reader.string('Default')),
    ...readTransforms(reader, 'input', loader, scope),
  };
}

function readRule(rule: ObjectReader, loader: ProgramLoader, scope: VariableScope): ChoiceRule[] {
  rule.require('Condition');
  rule.require('Next');
  const condition = rule.template('Condition', 'input');
  if (condition?.kind === 'constant' && typeof condition.value !== 'boolean') {
    rule.fail('Expected a boolean or a JSONata expression', 'Condition');
  }
  const next = rule.string('Next');
  const transforms = readTransforms(rule, 'input', loader, scope);
  rule.finish();
  return condition === undefined || next === undefined ? [] : [{ condition, next, ...transforms }];
}

function readTask(
  name: string,
  reader: ObjectReader,
  loader: ProgramLoader,
  scope: VariableScope,
): TaskState | undefined {
  reader.require('Resource');
  const resource = readResource(reader, loader);
  reader.refuse(
    'Credentials',
    'Tasks run with the permissions of this process: Credentials are not supported',
  );
  const timeoutSeconds = reader.numeric('TimeoutSeconds', 'input', 1, 99_999_999);
  const heartbeatSeconds = reader.numeric('HeartbeatSeconds', 'input', 1, 99_999_999);
  const limits = [heartbeatSeconds, timeoutSeconds].map((limit) =>
    limit?.kind === 'constant' ? Number(limit.value) : undefined,
  );
  if (limits[0] !== undefined && limits[1] !== undefined && limits[0] >= limits[1]) {
    reader.fail("'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'", 'HeartbeatSeconds');
  }
  const state = {
    type: 'Task' as const,
    name,
    ...readNext(reader),
    ...optional('arguments', reader.template('Arguments', 'input')),
    ...optional('timeoutSeconds', timeoutSeconds),
    ...optional('heartbeatSeconds', heartbeatSeconds),
    retry: readRetry(reader),
    catch: readCatch(reader, loader, scope),
    ...readTransforms(reader, 'result', loader, scope),
  };
  return resource === undefined ? undefined : { ...state, resource };
}

function readResource(reader: ObjectReader, loader: ProgramLoader): TaskResource | undefined {
  const arn = reader.string('Resource');
  if (arn === undefined) return undefined;
  const resource = parseTaskResource(arn);
  if (resource === undefined) {
    reader.fail(`Value is not a valid resource ARN: ${arn}`, 'Resource');
    return undefined;
  }
  const refusal = loader.context.refusal(resource);
  if (refusal !== undefined) reader.fail(refusal, 'Resource', 'UNSUPPORTED_FEATURE');
  return resource;
}

function readParallel(
  name: string,
  reader: ObjectReader,
  loader: ProgramLoader,
  scope: VariableScope,
): ParallelState {
  reader.require('Branches');
  const branches = reader.objects('Branches');
  if (branches?.length === 0) reader.fail('There must be at least one branch', 'Branches');
  return {
    type: 'Parallel',
    name,
    branches: (branches ?? []).flatMap((branch) => {
      const program = loader.program(branch, scope.inner);
      branch.finish();
      return program === undefined ? [] : [program];
    }),
    ...readNext(reader),
    ...optional('arguments', reader.template('Arguments', 'input')),
    retry: readRetry(reader),
    catch: readCatch(reader, loader, scope),
    ...readTransforms(reader, 'result', loader, scope),
  };
}
