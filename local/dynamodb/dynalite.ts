import { createRequire } from 'node:module';
import { DynamodbRefusal, type RefusalBody } from './dynamodb-refusal.ts';
import { guardedStore } from './guarded-store.ts';

/** The operations of dynalite. It lacks transactions, PartiQL and UpdateTimeToLive. */
const OPERATIONS: ReadonlySet<string> = new Set([
  'BatchGetItem',
  'BatchWriteItem',
  'CreateTable',
  'DeleteItem',
  'DeleteTable',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'ListTagsOfResource',
  'PutItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'UpdateItem',
  'UpdateTable',
]);

/** The databases of tables and items. */
export interface DynaliteStore {
  readonly db: Level;
  readonly getTable: GetTable;
  readonly tableDb: SubLevel & { awsRegion: string; awsAccountId: string };
}

/** The used part of the LevelDB API. */
interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
  put(key: string, value: unknown): Promise<void>;
  iterator(range: { gte: string; lt: string }): AsyncIterable<[key: string, value: unknown]>;
}

type TableCallback = (error: unknown, table: unknown) => void;

/** Reads the description of a table, also of one that changes if the second argument is false. */
type GetTable = (name: string, ...rest: [TableCallback] | [false, TableCallback]) => void;

interface SubLevel {
  get(key: string, callback: (error: unknown, value: unknown) => void): void;
}

export interface StoreOptions {
  /** The folder of the files. Default: in memory. */
  readonly path?: string;
  readonly createTableMs: number;
  readonly deleteTableMs: number;
  readonly updateTableMs: number;
}

type Action = (store: object, request: object, callback: (error: unknown, answer: object) => void) => void;

interface Validations {
  checkTypes(request: object, types: object): object;
  checkValidations(request: object, types: object, custom: unknown, store: object): void;
}

interface Operation {
  readonly rules: { readonly types: object; readonly custom?: unknown };
  readonly action: Action;
}

// Not named `require`, so that the bundler leaves dynalite out. Modules load on first use.
const load = createRequire(import.meta.url);

/** Creates dynalite's store without its HTTP server. Open its `db` before use. */
export function createStore(options: StoreOptions): DynaliteStore {
  const { create } = load('dynalite/db') as { create: (options: object) => DynaliteStore };
  return create({ ...options });
}

const loaded = new Map<string, Operation>();

function operationOf(operation: string): Operation {
  const known = loaded.get(operation);
  if (known !== undefined) return known;
  if (!OPERATIONS.has(operation)) {
    throw new DynamodbRefusal(400, { __type: 'com.amazon.coral.service#UnknownOperationException' });
  }
  const name = operation.charAt(0).toLowerCase() + operation.slice(1);
  const found = {
    rules: load(`dynalite/validations/${name}`) as Operation['rules'],
    action: load(`dynalite/actions/${name}`) as Action,
  };
  loaded.set(operation, found);
  return found;
}

let validations: Validations | undefined;

/**
 * Performs one operation of DynamoDB. `request` and the response are JSON of DynamoDB's API. Mutates `request`.
 *
 * @throws DynamodbRefusal if DynamoDB would refuse the request; any other error is a failure of the store
 */
export function perform(store: DynaliteStore, operation: string, request: object): Promise<object> {
  return new Promise((resolve, reject) => {
    const guarded = guardedStore(readTablesOnce(store), (error) => reject(refusalOf(error)));
    try {
      const { rules, action } = operationOf(operation);
      validations ??= load('dynalite/validations') as Validations;
      const checked = validations.checkTypes(request, rules.types);
      validations.checkValidations(checked, rules.types, rules.custom, guarded.store);
      action(guarded.store, checked, (error, answer) => {
        if (error === undefined || error === null) resolve(answer);
        else reject(refusalOf(error));
      });
    } catch (error) {
      guarded.fail(error);
    }
  });
}

/** Reads the description of a table once for an operation: a batch of 25 writes would read it from the files 26 times. */
function readTablesOnce(store: DynaliteStore): DynaliteStore {
  const tables = new Map<string, unknown>();
  return {
    ...store,
    getTable(name, ...rest) {
      const [callback] = rest;
      if (callback === false) store.getTable(name, ...rest);
      else if (tables.has(name)) callback(null, tables.get(name));
      else {
        store.getTable(name, (error, table) => {
          if (table !== undefined) tables.set(name, table);
          callback(error, table);
        });
      }
    },
  };
}

/** Converts an error of dynalite. Only errors with a status are responses of the API. */
function refusalOf(error: unknown): Error {
  const { statusCode, body } = error as { statusCode?: number; body?: RefusalBody };
  if (statusCode !== undefined && body !== undefined) return new DynamodbRefusal(statusCode, body);
  return error instanceof Error ? error : new Error(String(error));
}
