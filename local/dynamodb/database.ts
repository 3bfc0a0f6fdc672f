import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamodbFolderUnusable } from './dynamodb-start-error.ts';
import { checkFiles, DynamodbFileDamaged, noteFiles } from './file-digests.ts';
import { createStore, perform, type DynaliteStore } from './dynalite.ts';
import { isObject } from '../interpreter/json.ts';

/** Tables and items in a folder or in memory. */
export interface Database {
  /** @throws DynamodbRefusal */
  perform(operation: string, request: object): Promise<object>;
  /** Waits for operations that are under way. */
  close(): Promise<void>;
}

/** How a database is opened. */
export interface DatabaseOptions {
  /** A folder, which is created when it is missing. Absent: the tables are kept in memory. */
  readonly path?: string;
  /** Stands in the ARNs of tables. */
  readonly region: string;
  /** Stands in the ARNs of tables. */
  readonly accountId: string;
  /** Takes what somebody should know although nothing has failed. */
  readonly warn: (message: string) => void;
}

/** Keys of the records that describe a table: `table~NAME`. */
const TABLES = { gte: 'table~', lt: 'table\u007F' } as const;

/** @throws DynamodbFolderUnusable, DynamodbFileDamaged */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { path, region, accountId } = options;
  const store = await openStore(options);
  Object.assign(store.tableDb, { awsRegion: region, awsAccountId: accountId });
  return {
    perform: (operation, request) => perform(store, operation, request),
    async close() {
      await store.db.close();
      if (path !== undefined) await noteFiles(path);
    },
  };
}

async function openStore({ path, warn }: DatabaseOptions): Promise<DynaliteStore> {
  // A table is ready at once.
  const settings = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  if (path === undefined) {
    const store = createStore(settings);
    await store.db.open();
    return store;
  }
  try {
    await checkFiles(path);
    // It begins to open the folder by itself, which changes the files.
    const store = createStore({ ...settings, path });
    await store.db.open();
    await tellLosses(path, warn);
    await finishTables(store);
    await noteFiles(path);
    return store;
  } catch (error) {
    throw error instanceof DynamodbFileDamaged ? error : new DynamodbFolderUnusable(path, error);
  }
}

/** Finishes what a process that was killed has begun: dynalite writes the last status of a table with a timer. */
async function finishTables(store: DynaliteStore): Promise<void> {
  const begun: [key: string, table: Readonly<Record<string, unknown>>][] = [];
  for await (const [key, table] of store.db.iterator(TABLES)) {
    if (isObject(table) && table['TableStatus'] !== 'ACTIVE') begun.push([key, table]);
  }
  for (const [key, table] of begun) {
    await store.db.put(key, { ...table, TableStatus: 'ACTIVE' });
    if (table['TableStatus'] === 'DELETING') {
      await perform(store, 'DeleteTable', { TableName: table['TableName'] });
    }
  }
}

/** LevelDB leaves out the damaged part of its last writes when it opens, and tells so only in the log of that opening. */
async function tellLosses(path: string, warn: (message: string) => void): Promise<void> {
  const log = await readFile(join(path, 'LOG'), 'utf8');
  for (const [, file, bytes] of log.matchAll(/\(ignoring error\) (.+): dropping (\d+) bytes/g)) {
    warn(`${file} was damaged: ${bytes} bytes of the last writes of the local DynamoDB are lost`);
  }
}
