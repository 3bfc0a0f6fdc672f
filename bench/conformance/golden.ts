import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { JsonObject, JsonValue } from '../../local/stepfunctions/index.ts';

/** The Region and account of the ARNs in goldens. */
export const ACCOUNT = { region: 'eu-west-2', accountId: '000000000000' };
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT.accountId}:role/golden`;

/** A recorded execution, with everything needed to run it again and the results that the runtime must reproduce. */
export interface Golden {
  /** The origin of the recorded results, in one line. */
  readonly source: string;
  /** The behaviour that it shows. */
  readonly about: string;
  readonly definition: JsonObject;
  readonly input: JsonValue;
  /** Other state machines, by name. The golden itself has the name `golden`. */
  readonly machines?: Readonly<Record<string, JsonObject>>;
  /** The behaviour of each function, by name. See `functions.ts`. */
  readonly functions?: GoldenFunctions;
  /** The DynamoDB tables at the start, by name. Default: there is no DynamoDB. */
  readonly tables?: GoldenTables;
  /** Compares types, ids and links of events, but not their details. */
  readonly ignoreDetails?: true;
  /** The start, then each redrive. A redrive is requested when the previous run has ended. */
  readonly runs: readonly GoldenRun[];
}

export type GoldenFunctions = Readonly<Record<string, string>>;
export type GoldenTables = Readonly<Record<string, GoldenTable>>;

/** A table with a partition key and a sort key of type string. */
export interface GoldenTable {
  readonly key: { readonly partition: string; readonly sort: string };
  /** In DynamoDB's JSON. */
  readonly items?: readonly Record<string, AttributeValue>[];
}

export interface GoldenRun {
  /** The functions that this run replaces. The others stay as they are. */
  readonly functions?: GoldenFunctions;
  /** Stops the execution when its last event has this type. */
  readonly stopAfter?: string;
  readonly status: string;
  readonly output?: JsonValue;
  readonly error?: string;
  readonly cause?: string;
  /** The events that this run adds to the history. */
  readonly events: readonly GoldenEvent[];
}

export interface GoldenEvent {
  /** Null if the order is not fixed, as in parallel branches. */
  readonly id: number | null;
  /** A list if AWS recorded different values. Null if it is not known. */
  readonly previousEventId: number | readonly number[] | null;
  readonly type: string;
  /** Excludes the members that `completeDetails` adds. `input`, `output` and `parameters` are parsed. */
  readonly details?: JsonObject;
}

/** Requests that need no execution, with the answers of AWS. */
export interface RequestGolden extends Pick<Golden, 'source' | 'about'> {
  readonly requests: readonly GoldenRequest[];
}

/** A request with either its answer or its error. */
export interface GoldenRequest {
  /** What the request shows, in a few words. */
  readonly label: string;
  /** An operation of the API, such as `TestState`. */
  readonly operation: string;
  /** Members that are JSON texts in the API can be values. */
  readonly request: JsonObject;
  readonly answer?: JsonObject;
  readonly error?: { readonly name: string; readonly message: string };
}

/** Goldens by name. */
export type Goldens = ReadonlyMap<string, Golden | RequestGolden>;

/**
 * Reads the named goldens of a folder, or all if there are no names.
 *
 * @throws Error if there is no golden of a name
 */
export async function readGoldens(folder: string, names: readonly string[]): Promise<Goldens> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  const known = files.map((file) => file.slice(0, -'.json'.length));
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`${folder} has no golden ${unknown}`);
  const chosen = names.length === 0 ? known : names;
  const read = async (name: string): Promise<[string, Golden | RequestGolden]> => {
    const golden = JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')) as Golden | RequestGolden;
    return [name, golden];
  };
  return new Map(await Promise.all(chosen.map(read)));
}

/** Returns the details of an event, with the members that AWS always adds and goldens omit. */
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
