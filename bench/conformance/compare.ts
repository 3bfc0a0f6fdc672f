import { parseJson, type JsonObject, type JsonValue } from '../../local/stepfunctions/index.ts';
import { completeDetails, type Golden, type GoldenEvent, type GoldenRun } from './golden.ts';
import { same } from './same.ts';

/** An execution, as observed through the API. */
export interface ObservedExecution {
  readonly status?: string | undefined;
  /** A JSON text. */
  readonly output?: string | undefined;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** An event, as observed through the API. `details` is its `...EventDetails` member. */
export interface ObservedEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly details?: JsonObject;
}

/** The execution and its whole history at the end of a run. */
export interface Observation {
  readonly execution: ObservedExecution;
  readonly events: readonly ObservedEvent[];
}

/** Compares each run with the golden. Returns a line per difference. */
export function compare(
  { runs, ignoreDetails }: Pick<Golden, 'runs' | 'ignoreDetails'>,
  observations: readonly Observation[],
): readonly string[] {
  return runs.flatMap((run, index) => {
    const observed = observations[index];
    const expected = runs.slice(0, index + 1).flatMap(({ events }) => events);
    const lines =
      observed === undefined
        ? ['was not run']
        : [
            ...compareOutcome(run, observed.execution),
            ...compareHistory(expected, observed.events.map(parseTexts), ignoreDetails),
          ];
    return index === 0 ? lines : lines.map((line) => `redrive ${index}: ${line}`);
  });
}

function compareOutcome(expected: GoldenRun, actual: ObservedExecution): readonly string[] {
  const output = actual.output === undefined ? undefined : parseJson(actual.output);
  return [
    different('status', expected.status, actual.status),
    different('output', expected.output, output),
    different('error', expected.error, actual.error),
    different('cause', expected.cause, actual.cause),
  ].flat();
}

/** Compares events with an id in order, and the others as a set. Reports any additional event. */
function compareHistory(
  expected: readonly GoldenEvent[],
  actual: readonly ObservedEvent[],
  ignoreDetails = false,
): readonly string[] {
  const fixed = expected.filter(({ id }) => id !== null);
  const ids = new Set(fixed.map(({ id }) => id));
  const inOrder = actual.filter(({ id }) => ids.has(id));
  return [
    ...fixed.flatMap((event, index) => compareEvent(event, inOrder[index], ignoreDetails)),
    ...compareAsSets(
      expected.filter(({ id }) => id === null),
      [...inOrder.slice(fixed.length), ...actual.filter(({ id }) => !ids.has(id))],
    ),
  ];
}

function compareEvent(
  expected: GoldenEvent,
  actual: ObservedEvent | undefined,
  ignoreDetails: boolean,
): readonly string[] {
  const { id, type, previousEventId: previous } = expected;
  if (actual?.type !== type) return [`event ${id}: ${actual?.type ?? 'nothing'} instead of ${type}`];
  const isLinked = previous === null || [previous].flat().includes(actual.previousEventId);
  const place = `event ${id} ${type}`;
  return [
    ...different(`${place}: id`, id, actual.id),
    ...(isLinked ? [] : different(`${place}: previousEventId`, [previous].flat(), actual.previousEventId)),
    ...(ignoreDetails ? [] : different(`${place}: details`, completeDetails(expected), actual.details)),
  ];
}

function compareAsSets(
  expected: readonly GoldenEvent[],
  actual: readonly ObservedEvent[],
): readonly string[] {
  const left = [...actual];
  const missing = expected.filter((event) => {
    const details = completeDetails(event);
    const index = left.findIndex((one) => one.type === event.type && same(details, one.details));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return [
    ...missing.map(({ type, details }) => `missing ${type} with ${show(details)}`),
    ...left.map(({ id, type, details }) => `event ${id} ${type} ${show(details)} is unexpected`),
  ];
}

/** Members that are JSON texts in the API and values in goldens. */
const TEXTS = new Set(['input', 'output', 'parameters']);

function parseTexts({ details, ...event }: ObservedEvent): ObservedEvent {
  if (details === undefined) return event;
  const members = Object.entries(details).map(([name, value]): [string, JsonValue] => [
    name,
    TEXTS.has(name) && typeof value === 'string' ? parseJson(value) : value,
  ]);
  return { ...event, details: Object.fromEntries(members) };
}

function different(
  what: string,
  expected: JsonValue | undefined,
  actual: JsonValue | undefined,
): readonly string[] {
  return same(expected, actual) ? [] : [`${what}: ${show(actual)} instead of ${show(expected)}`];
}

function show(value: JsonValue | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
