import {
  isArray,
  isObject,
  type JsonObject,
  type JsonValue,
} from '../../local/stepfunctions/interpreter/json.ts';
import { ruleToExpression } from './choice-to-jsonata.ts';
import { embrace, NotMechanicalError, pathToExpression } from './jsonpath.ts';
import { templateToExpression, templateToJsonata, valueToExpression } from './template-to-jsonata.ts';

const INPUT = '$states.input';
const RESULT = '$states.result';
const ERROR = '$states.errorOutput';

/** Fields whose path gives a number. */
const NUMBER_PATHS = [
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'SecondsPath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
];
const TEXT_PATHS = ['TimestampPath', 'ErrorPath', 'CausePath'];
/** Fields of the other dialect that the reading of a state uses up. */
const USED_UP = [
  ...NUMBER_PATHS,
  ...TEXT_PATHS,
  'InputPath',
  'OutputPath',
  'Parameters',
  'ResultSelector',
  'ResultPath',
  'Result',
  'ItemsPath',
];

/**
 * Reads what a definition has of the JSONPath dialect in JSONata. Throws NotMechanicalError for what has no mechanical
 * reading: filters, some intrinsic functions, ItemReader, ResultWriter.
 */
export function toJsonata(definition: JsonObject): JsonObject {
  // Every state of such a machine is of this dialect; in any other, states may be of either.
  if (definition['QueryLanguage'] === 'JSONata') return definition;
  return { ...programToJsonata(definition), QueryLanguage: 'JSONata' };
}

function programToJsonata(program: JsonObject): JsonObject {
  const { States: states } = program;
  if (!isObject(states)) return program;
  const read = Object.entries(states).map(([name, state]) => [name, stateToJsonata(objectOf(state))]);
  return { ...program, States: Object.fromEntries(read) as JsonObject };
}

function stateToJsonata(state: JsonObject): JsonObject {
  if (state['QueryLanguage'] === 'JSONata') return withPrograms(state);
  for (const name of ['ItemReader', 'ResultWriter']) {
    if (name in state) throw new NotMechanicalError(name);
  }
  const root = rootOf(state);
  const kept = Object.entries(state).filter(([name]) => !USED_UP.includes(name) && name !== 'QueryLanguage');
  return withPrograms({
    ...Object.fromEntries(kept),
    ...numbersOf(state, root),
    ...inputOf(state, root),
    ...outputOf(state, root),
    ...assignOf(state, state['Type'] === 'Choice' || !hasResult(state) ? root : RESULT),
    ...catchOf(state),
    ...choicesOf(state, root),
  });
}

function withPrograms(state: JsonObject): JsonObject {
  const programs: Record<string, JsonValue> = {};
  for (const name of ['ItemProcessor', 'Iterator']) {
    if (isObject(state[name])) programs[name] = programToJsonata(objectOf(state[name]));
  }
  const branches = state['Branches'];
  if (isArray(branches)) programs['Branches'] = branches.map((branch) => programToJsonata(objectOf(branch)));
  return { ...state, ...programs };
}

/** What `$` is in the fields that shape the input. */
function rootOf({ InputPath: inputPath }: JsonObject): string {
  if (inputPath === undefined) return INPUT;
  return inputPath === null ? '{}' : pathToExpression(inputPath, INPUT);
}

function hasResult({ Type: type }: JsonObject): boolean {
  return type === 'Task' || type === 'Map' || type === 'Parallel';
}

function numbersOf(state: JsonObject, root: string): JsonObject {
  const fields: Record<string, JsonValue> = {};
  for (const name of [...NUMBER_PATHS, ...TEXT_PATHS]) {
    const path = state[name];
    if (path === undefined) continue;
    const expression = valueToExpression(path, root);
    const number = NUMBER_PATHS.includes(name);
    fields[name.replace(/Path$/, '')] = embrace(number ? `$number(${expression})` : expression);
  }
  return fields;
}

function inputOf(state: JsonObject, root: string): JsonObject {
  const { Type: type, Parameters: parameters, ItemSelector: selector, ItemsPath: itemsPath } = state;
  if (type === 'Map') {
    const chosen = selector ?? parameters;
    const items = itemsPath === undefined ? root : pathToExpression(itemsPath, root);
    return {
      ...(items === INPUT ? {} : { Items: embrace(items) }),
      ...batcherOf(state, root),
      ...(chosen === undefined ? {} : { ItemSelector: templateToJsonata(chosen, root) }),
    };
  }
  if (type !== 'Task' && type !== 'Parallel') return {};
  if (parameters !== undefined) return { Arguments: templateToJsonata(parameters, root) };
  return root === INPUT ? {} : { Arguments: embrace(root) };
}

function batcherOf({ ItemBatcher: batcher }: JsonObject, root: string): JsonObject {
  if (!isObject(batcher)) return {};
  const fields: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(objectOf(batcher))) {
    if (name === 'BatchInput') fields[name] = templateToJsonata(value, root);
    else if (!name.endsWith('Path')) fields[name] = value;
    else fields[name.replace(/Path$/, '')] = embrace(`$number(${pathToExpression(value, root)})`);
  }
  return { ItemBatcher: fields };
}

function outputOf(state: JsonObject, root: string): JsonObject {
  const { Type: type, ResultSelector: selector, ResultPath: resultPath, OutputPath: outputPath } = state;
  if (type === 'Fail') return {};
  const { Parameters: parameters, Result: constant } = state;
  const plain = selector === undefined && outputPath === undefined && (resultPath ?? '$') === '$';
  if (type === 'Pass' && parameters !== undefined && constant === undefined && plain && resultPath !== null) {
    return { Output: templateToJsonata(parameters, root) };
  }
  const result = resultOf(state, root, selector);
  const placed = placeResult(result, resultPath);
  const output =
    outputPath === undefined ? placed : outputPath === null ? '{}' : pathToExpression(outputPath, placed);
  const usual = hasResult(state) ? RESULT : INPUT;
  return output === usual ? {} : { Output: embrace(output) };
}

function resultOf(state: JsonObject, root: string, selector: JsonValue | undefined): string {
  if (selector !== undefined) return templateToExpression(selector, RESULT);
  if (hasResult(state)) return RESULT;
  if (state['Result'] !== undefined) return JSON.stringify(state['Result']);
  const { Parameters: parameters } = state;
  return parameters === undefined ? root : templateToExpression(parameters, root);
}

/** Where ResultPath puts a result: into the state's own input, whatever InputPath says. */
function placeResult(result: string, resultPath: JsonValue | undefined): string {
  if (resultPath === undefined || resultPath === '$') return result;
  if (resultPath === null) return INPUT;
  const steps = typeof resultPath === 'string' ? resultPath.slice(2).split('.') : [''];
  if (steps.some((step) => !/^[\w-]+$/.test(step)))
    throw new NotMechanicalError(`ResultPath ${JSON.stringify(resultPath)}`);
  const place = (base: string, [step, ...rest]: readonly string[]): string => {
    if (step === undefined) return result;
    return `$merge([${base}, {"${step}": ${place(`${base}.\`${step}\``, rest)}}])`;
  };
  return place(INPUT, steps);
}

function assignOf({ Assign: assign }: JsonObject, root: string): JsonObject {
  return assign === undefined ? {} : { Assign: templateToJsonata(assign, root) };
}

function catchOf({ Catch: catchers }: JsonObject): JsonObject {
  if (!isArray(catchers)) return {};
  const read = catchers.map((catcher) => {
    const { ResultPath: resultPath, ...kept } = objectOf(catcher);
    const output = placeResult(ERROR, resultPath);
    return {
      ...kept,
      ...(output === ERROR ? {} : { Output: embrace(output) }),
      ...assignOf(objectOf(catcher), ERROR),
    };
  });
  return { Catch: read };
}

function choicesOf({ Choices: choices }: JsonObject, root: string): JsonObject {
  if (!isArray(choices)) return {};
  const read = choices.map((choice) => {
    const rule = objectOf(choice);
    const { Next: next = '', Comment: comment } = rule;
    return {
      Condition: embrace(ruleToExpression(rule, root)),
      Next: next,
      ...(comment === undefined ? {} : { Comment: comment }),
      ...assignOf(rule, root),
    };
  });
  return { Choices: read };
}

function objectOf(value: unknown): JsonObject {
  if (isObject(value)) return value as JsonObject;
  throw new NotMechanicalError('A definition whose states are not objects');
}
