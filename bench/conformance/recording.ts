import {
  isObject,
  parseJson,
  type JsonObject,
  type JsonValue,
} from '../../local/stepfunctions/interpreter/json.ts';

/** How much of a recorded history is fixed. */
export type EventOrder =
  /** Everything. */
  | 'sequential'
  /** Outside of Map and Parallel everything; inside, which events there are. */
  | 'concurrent'
  /** Only what is outside of Map and Parallel. */
  | 'racy'
  /** Types, ids and links of everything; the details do not matter. */
  | 'links'
  /** Nothing: the outcome alone was recorded. */
  | 'none';

/** One recorded event. Ids are null where the order is not fixed. JSON texts in the details are parsed. */
export interface RecordedEvent {
  readonly id: number | null;
  readonly previousEventId: number | null;
  /** Other previous events that AWS was seen to name. */
  readonly previousEventIdAlso?: readonly number[];
  readonly type: string;
  readonly details?: JsonObject;
}

/** An execution that ran on AWS, with all that is needed to run it again. */
export interface Recording {
  readonly name: string;
  readonly category: string;
  readonly dialect: 'jsonata' | 'jsonpath';
  readonly order: EventOrder;
  readonly definition: JsonObject;
  readonly input: JsonValue;
  /** What each function does, by name: `echo`, `raise:NAME:MESSAGE`, `sleep:SECONDS` … */
  readonly lambdas: Readonly<Record<string, string>>;
  /** The tables of DynamoDB at the start, by name. Absent: there is no DynamoDB. */
  readonly tables?: RecordedTables;
  /** Type of the event after whose first occurrence the execution is stopped. */
  readonly stopAfter?: string;
  readonly expected: Expected;
  /** Redrives, one after the other, each asked for when the execution has ended. */
  readonly redrives?: readonly RecordedRedrive[];
}

export type RecordedTables = Readonly<Record<string, RecordedTable>>;

/** A table whose key has two parts, which are strings. */
export interface RecordedTable {
  readonly key: { readonly partition: string; readonly sort: string };
  /** In DynamoDB's JSON. */
  readonly items?: readonly JsonObject[];
}

/** How an execution ended, with its whole history. */
export interface Expected {
  readonly status: string;
  readonly output?: JsonValue;
  readonly error?: string;
  readonly cause?: string;
  readonly events?: readonly RecordedEvent[];
}

export interface RecordedRedrive {
  /** What functions do from now on; the others go on as before. */
  readonly lambdas?: Readonly<Record<string, string>>;
  readonly stopAfter?: string;
  readonly expected: Expected;
}

/** Reads a recording; throws when the text is none. `file` names it in the message. */
export function parseRecording(text: string, file: string): Recording {
  const value = parseJson(text);
  if (isRecording(value)) return value;
  throw new Error(`${file} is no recording: it needs name, dialect, order, definition, lambdas and expected`);
}

function isRecording(value: unknown): value is Recording {
  return (
    isObject(value) &&
    typeof value['name'] === 'string' &&
    (value['dialect'] === 'jsonata' || value['dialect'] === 'jsonpath') &&
    typeof value['order'] === 'string' &&
    isObject(value['definition']) &&
    isObject(value['lambdas']) &&
    isObject(value['expected'])
  );
}
