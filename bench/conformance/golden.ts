import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { JsonObject, JsonValue } from '../../local/stepfunctions/index.ts';

/** Where goldens run. ARNs in them name this region and account. */
export const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT.accountId}:role/golden`;

/** An execution with all that is needed to run it again, and the facts that the runtime must repeat. */
export interface Golden {
  /** Where the facts come from, in one line. */
  readonly source: string;
  /** The rule that it shows. */
  readonly about: string;
  readonly definition: JsonObject;
  readonly input: JsonValue;
  /** What each function does, by name; see `functions.ts`. */
  readonly functions?: GoldenFunctions;
  /** The tables of DynamoDB at the start, by name. Absent: there is no DynamoDB. */
  readonly tables?: GoldenTables;
  /** Types, ids and links of events are compared, but not their details. */
  readonly ignoreDetails?: true;
  /** The start, and then each redrive: it is asked for when the run before has ended. */
  readonly runs: readonly GoldenRun[];
}

export type GoldenFunctions = Readonly<Record<string, string>>;
export type GoldenTables = Readonly<Record<string, GoldenTable>>;

/** A table whose key has two parts, which are strings. */
export interface GoldenTable {
  readonly key: { readonly partition: string; readonly sort: string };
  /** In DynamoDB's JSON. */
  readonly items?: readonly Record<string, AttributeValue>[];
}

/** A run up to its end. */
export interface GoldenRun {
  /** What functions do from now on; the others go on as before. */
  readonly functions?: GoldenFunctions;
  /** The execution is stopped when its last event is of this type. */
  readonly stopAfter?: string;
  readonly status: string;
  readonly output?: JsonValue;
  readonly error?: string;
  readonly cause?: string;
  /** The events that this run adds to the history. */
  readonly events: readonly GoldenEvent[];
}

export interface GoldenEvent {
  /** Null where the order is not fixed, as in branches that run at once. */
  readonly id: number | null;
  /** Several: AWS was seen to write each of them. Null: it is not known. */
  readonly previousEventId: number | readonly number[] | null;
  readonly type: string;
  /** Without what `completeDetails` adds. `input`, `output` and `parameters` are parsed. */
  readonly details?: JsonObject;
}

/** Goldens by name. */
export type Goldens = ReadonlyMap<string, Golden>;

/** Reads the goldens of a folder: those that are named, or all. Throws when there is none of that name. */
export async function readGoldens(folder: string, names: readonly string[]): Promise<Goldens> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  const known = files.map((file) => file.slice(0, -'.json'.length));
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`${folder} has no golden ${unknown}`);
  const chosen = names.length === 0 ? known : names;
  const read = async (name: string): Promise<[string, Golden]> => {
    const golden = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as Golden;
    return [name, golden];
  };
  return new Map(await Promise.all(chosen.map(read)));
}

/** The details of an event with the members that AWS always adds, and goldens leave out. */
export function completeDetails({ type, details }: GoldenEvent): JsonObject | undefined {
  if (details === undefined) return undefined;
  const texts = ['input', 'output', 'assignedVariables'].filter((name) => name in details);
  return {
    ...details,
    ...Object.fromEntries(texts.map((name) => [`${name}Details`, { truncated: false }])),
    ...(type === 'ExecutionStarted' && { roleArn: ROLE_ARN }),
    ...(type === 'TaskScheduled' && { region: ACCOUNT.region }),
  };
}
