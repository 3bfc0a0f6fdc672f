import { omitUndefined } from '../omit-undefined.ts';
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
import type { Loading } from './loading.ts';
import type { ObjectReader } from './reader.ts';
import { readNext, readTransforms } from './transforms.ts';
import type { VariableScope } from './variables.ts';

/** Reads one state; `undefined` if it cannot be read. */
export function readState(
  name: string,
  reader: ObjectReader,
  loading: Loading,
  scope: VariableScope,
): State | undefined {
  reader.require('Type');
  const type = reader.string('Type');
  // Like AWS, reads a state with any other language as JSONata.
  const language =
    reader.string('QueryLanguage') ?? (reader.has('QueryLanguage') ? 'JSONata' : loading.queryLanguage);
  if (!checkLanguage(language, reader, loading)) return undefined;
  const state = readType(type, name, reader, loading, scope);
  if (state !== undefined) reader.finish();
  else if (type !== undefined && !(type in READERS)) {
    reader.fail(`There is no state type '${type}'`, 'Type');
  }
  return state;
}

function checkLanguage(language: string, reader: ObjectReader, loading: Loading): boolean {
  if (language !== 'JSONPath') {
    if (language !== 'JSONata') {
      reader.fail("QueryLanguage must be 'JSONata' or 'JSONPath'", 'QueryLanguage');
    }
    return true;
  }
  if (loading.queryLanguage === 'JSONata') {
    reader.fail("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine");
  } else {
    const advice = "set 'QueryLanguage' to 'JSONata' in the state machine or in this state";
    reader.fail(`JSONPath states are not supported: ${advice}`, undefined, 'UNSUPPORTED_FEATURE');
  }
  return false;
}

type Reader = (
  name: string,
  reader: ObjectReader,
  loading: Loading,
  scope: VariableScope,
) => State | undefined;

const READERS: Readonly<Record<State['type'], Reader>> = {
  Pass: (name, reader, loading, scope) => ({
    type: 'Pass',
    name,
    ...readNext(reader),
    ...readTransforms(reader, loading, scope),
  }),
  Succeed: (name, reader) => ({
    type: 'Succeed',
    name,
    ...omitUndefined({ output: reader.template('Output') }),
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
  loading: Loading,
  scope: VariableScope,
): State | undefined {
  const read = Object.entries(READERS).find(([known]) => known === type)?.[1];
  return read?.(name, reader, loading, scope);
}

function readFail(name: string, reader: ObjectReader): FailState {
  return {
    type: 'Fail',
    name,
    ...omitUndefined({ error: reader.text('Error'), cause: reader.text('Cause') }),
  };
}

function readWait(name: string, reader: ObjectReader, loading: Loading, scope: VariableScope): WaitState {
  if (reader.has('Seconds') === reader.has('Timestamp')) {
    reader.fail("A Wait state has exactly one of 'Seconds' and 'Timestamp'");
  }
  const timestamp = reader.text('Timestamp');
  if (
    timestamp?.kind === 'constant' &&
    typeof timestamp.value === 'string' &&
    parseTimestamp(timestamp.value) === undefined
  ) {
    reader.fail('String does not match RFC3339 timestamp', 'Timestamp');
  }
  return {
    type: 'Wait',
    name,
    ...readNext(reader),
    ...omitUndefined({ seconds: reader.numeric('Seconds', 0, 99_999_999), timestamp }),
    ...readTransforms(reader, loading, scope),
  };
}

function readChoice(name: string, reader: ObjectReader, loading: Loading, scope: VariableScope): ChoiceState {
  reader.require('Choices');
  const rules = reader.objects('Choices');
  if (rules?.length === 0) reader.fail('There must be at least one choice rule', 'Choices');
  return {
    type: 'Choice',
    name,
    choices: (rules ?? []).flatMap((rule) => readRule(rule, loading, scope)),
    ...omitUndefined({ default: reader.string('Default') }),
    ...readTransforms(reader, loading, scope),
  };
}

function readRule(rule: ObjectReader, loading: Loading, scope: VariableScope): ChoiceRule[] {
  rule.require('Condition', 'Next');
  const condition = rule.template('Condition');
  if (condition?.kind === 'constant' && typeof condition.value !== 'boolean') {
    rule.fail('Expected a boolean or a JSONata expression', 'Condition');
  }
  const next = rule.string('Next');
  const transforms = readTransforms(rule, loading, scope);
  rule.finish();
  return condition === undefined || next === undefined ? [] : [{ condition, next, ...transforms }];
}

function readTask(
  name: string,
  reader: ObjectReader,
  loading: Loading,
  scope: VariableScope,
): TaskState | undefined {
  reader.require('Resource');
  const resource = readResource(reader, loading);
  reader.refuse(
    'Credentials',
    'Tasks run with the permissions of this process: Credentials are not supported',
  );
  reader.template('Credentials');
  const timeoutSeconds = reader.numeric('TimeoutSeconds', 1, 99_999_999);
  const heartbeatSeconds = reader.numeric('HeartbeatSeconds', 1, 99_999_999);
  if (secondsOf(heartbeatSeconds) >= secondsOf(timeoutSeconds)) {
    reader.fail("'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'", 'HeartbeatSeconds');
  }
  const state = {
    type: 'Task' as const,
    name,
    ...readNext(reader),
    ...omitUndefined({ arguments: reader.template('Arguments'), timeoutSeconds, heartbeatSeconds }),
    retry: readRetry(reader),
    catch: readCatch(reader, loading, scope),
    ...readTransforms(reader, loading, scope, 'result'),
  };
  return resource && { ...state, resource };
}

/** Returns a constant limit; NaN for an expression. */
function secondsOf(limit: Template | undefined): number {
  return limit?.kind === 'constant' ? Number(limit.value) : NaN;
}

function readResource(reader: ObjectReader, loading: Loading): TaskResource | undefined {
  const arn = reader.string('Resource');
  if (arn === undefined) return undefined;
  const resource = parseTaskResource(arn);
  if (resource === undefined) {
    reader.fail(`Value is not a valid resource ARN: ${arn}`, 'Resource');
    return undefined;
  }
  const refusal = loading.context.refusal(resource);
  if (refusal !== undefined) reader.fail(refusal, 'Resource', 'UNSUPPORTED_FEATURE');
  return resource;
}

function readParallel(
  name: string,
  reader: ObjectReader,
  loading: Loading,
  scope: VariableScope,
): ParallelState {
  reader.require('Branches');
  const branches = reader.objects('Branches');
  if (branches?.length === 0) reader.fail('There must be at least one branch', 'Branches');
  return {
    type: 'Parallel',
    name,
    branches: (branches ?? []).flatMap((branch) => {
      const program = loading.program(branch, scope.inner);
      branch.finish();
      return program ?? [];
    }),
    ...readNext(reader),
    ...omitUndefined({ arguments: reader.template('Arguments') }),
    retry: readRetry(reader),
    catch: readCatch(reader, loading, scope),
    ...readTransforms(reader, loading, scope, 'result'),
  };
}
