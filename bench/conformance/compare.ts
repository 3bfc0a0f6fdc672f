import {
  isObject,
  parseJson,
  type JsonObject,
  type JsonValue,
} from '../../local/stepfunctions/interpreter/json.ts';
import type { EventOrder, Expected, RecordedEvent, Recording } from './recording.ts';
import { same } from './same.ts';

/** An execution as it was observed through the API. JSON values are texts. */
export interface ObservedExecution {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** An event as it was observed; `details` is whatever stands under its `...EventDetails` member. */
export interface ObservedEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly details?: JsonObject;
}

/** What is not as recorded, one line each, by aspect; all empty when everything is. */
export interface Differences {
  readonly outcome: readonly string[];
  readonly types: readonly string[];
  /** Ids and previous ids. */
  readonly links: readonly string[];
  readonly details: readonly string[];
}

/** What was observed of an execution that has ended: itself, and its whole history. */
export interface Observation {
  readonly execution: ObservedExecution;
  readonly events: readonly ObservedEvent[];
}

/** Compares each end of an execution with the recording: the first, and that of each redrive. */
export function compareAll(recording: Recording, observations: readonly Observation[]): Differences {
  const { order, expected, redrives = [] } = recording;
  const ends = [expected, ...redrives.map((redrive) => redrive.expected)];
  const all: Record<keyof Differences, string[]> = { outcome: [], types: [], links: [], details: [] };
  for (const [index, end] of ends.entries()) {
    const observed = observations[index];
    if (observed === undefined) {
      all.outcome.push(`redrive ${index}: was not run`);
      continue;
    }
    const found = compare({ order, expected: end }, observed.execution, observed.events);
    const place = index === 0 ? '' : `redrive ${index}: `;
    for (const aspect of ['outcome', 'types', 'links', 'details'] as const) {
      all[aspect].push(...found[aspect].map((line) => `${place}${line}`));
    }
  }
  return all;
}

/** Compares an execution and its history with the recording. */
export function compare(
  { expected, order }: Pick<Recording, 'expected' | 'order'>,
  execution: ObservedExecution,
  events: readonly ObservedEvent[],
): Differences {
  const history = compareHistory(expected.events ?? [], events.map(parseTexts), order);
  return { outcome: compareOutcome(expected, execution), ...history };
}

function compareOutcome(expected: Expected, actual: ObservedExecution): readonly string[] {
  const lines: string[] = [];
  if (expected.status !== actual.status) lines.push(`status: ${actual.status} instead of ${expected.status}`);
  const output = actual.output === undefined ? undefined : parseJson(actual.output);
  for (const [name, left, right] of [
    ['output', expected.output, output],
    ['error', expected.error, actual.error],
    ['cause', expected.cause, actual.cause],
  ] as const) {
    if (!same(left, right)) lines.push(`${name}: ${show(right)} instead of ${show(left)}`);
  }
  return lines;
}

type HistoryDifferences = Omit<Differences, 'outcome'>;

function compareHistory(
  expected: readonly RecordedEvent[],
  actual: readonly ObservedEvent[],
  order: EventOrder,
): HistoryDifferences {
  if (order === 'none') return { types: [], links: [], details: [] };
  if (order === 'racy') return compareInOrder(outside(expected), outside(actual), false);
  if (order === 'links') return { ...compareInOrder(expected, actual, true), details: [] };
  const fixed = expected.filter(({ id }) => id !== null);
  const fixedIds = new Set(fixed.map(({ id }) => id));
  const inOrder = compareInOrder(
    fixed,
    actual.filter(({ id }) => fixedIds.has(id)),
    true,
  );
  const loose = compareAsSets(
    expected.filter(({ id }) => id === null),
    actual.filter(({ id }) => !fixedIds.has(id)),
  );
  return { ...inOrder, types: [...inOrder.types, ...loose] };
}

function compareInOrder(
  expected: readonly RecordedEvent[],
  actual: readonly ObservedEvent[],
  withIds: boolean,
): HistoryDifferences {
  const types: string[] = [];
  const links: string[] = [];
  const details: string[] = [];
  for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
    const [left, right] = [expected[index], actual[index]];
    const place = `event ${right?.id ?? left?.id ?? index + 1}`;
    if (left?.type !== right?.type || left === undefined || right === undefined) {
      types.push(`${place}: ${right?.type ?? 'nothing'} instead of ${left?.type ?? 'nothing'}`);
      continue;
    }
    if (withIds && !sameLinks(left, right)) {
      const [got, want] = [right, left].map(({ id, previousEventId }) => `${id} after ${previousEventId}`);
      links.push(`${place} ${left.type}: ${got ?? ''} instead of ${want ?? ''}`);
    }
    if (!same(left.details, right.details)) {
      details.push(`${place} ${left.type}: ${show(right.details)} instead of ${show(left.details)}`);
    }
  }
  return { types, links, details };
}

function sameLinks(expected: RecordedEvent, actual: ObservedEvent): boolean {
  const { previousEventId: previous, previousEventIdAlso: also = [] } = expected;
  const samePrevious =
    previous === null || previous === actual.previousEventId || also.includes(actual.previousEventId);
  return expected.id === actual.id && samePrevious;
}

/** Each recorded event must be there once, in whatever order, and nothing else. */
function compareAsSets(
  expected: readonly RecordedEvent[],
  actual: readonly ObservedEvent[],
): readonly string[] {
  const left = [...actual];
  const lines: string[] = [];
  for (const event of expected) {
    const index = left.findIndex(({ type, details }) => type === event.type && same(event.details, details));
    if (index < 0) lines.push(`inside: there is no ${event.type} with ${show(event.details)}`);
    else left.splice(index, 1);
  }
  for (const { id, type, details } of left)
    lines.push(`inside: event ${id} ${type} ${show(details)} is too much`);
  return lines;
}

const OPENING = /^(?:ParallelState|MapState)Started$/;
const CLOSING = /^(?:ParallelState|MapState)(?:Succeeded|Failed|Aborted)$/;

/** The events that are not inside of a Map or Parallel state. */
function outside<E extends { readonly type: string }>(events: readonly E[]): readonly E[] {
  let depth = 0;
  return events.filter(({ type }) => {
    if (CLOSING.test(type)) depth = Math.max(0, depth - 1);
    const kept = depth === 0;
    if (OPENING.test(type)) depth += 1;
    return kept;
  });
}

/** Members that are JSON texts in the API and values in recordings. */
const TEXTS = ['input', 'output', 'parameters'];

function parseTexts({ details, ...event }: ObservedEvent): ObservedEvent {
  if (details === undefined) return event;
  const members = Object.entries(details).map(([name, value]) => [
    name,
    TEXTS.includes(name) && typeof value === 'string' ? parseJson(value) : value,
  ]);
  const parsed: JsonObject = Object.fromEntries(members) as JsonObject;
  return { ...event, details: parsed };
}

function show(value: JsonValue | undefined): string {
  const text = isObject(value) || value !== undefined ? JSON.stringify(value) : 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
