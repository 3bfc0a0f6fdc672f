import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DynamodbFolderUnusable } from './dynamodb-start-error.ts';
import { checkFiles, DynamodbFileDamaged, noteFiles } from './file-digests.ts';
import { createStore, perform, type DynaliteStore } from './dynalite.ts';
import { syncWrites } from './sync-writes.ts';
import { hasErrorCode, isObject, StoreWriteFailed } from '../stepfunctions/files.ts';

/** Tables and items in a folder or in memory. */
export interface Database {
  /** @throws DynamodbRefusal */
  perform(operation: string, request: object): Promise<object>;
  /** Waits for operations that are under way. @throws StoreWriteFailed when the folder was removed, say */
  close(): Promise<void>;
}

/** The settings of a database. */
export interface DatabaseOptions {
  /** A folder, which is created when it is missing. Absent: the tables are kept in memory. */
  readonly path?: string;
  /** Stands in the ARNs of tables. */
  readonly region: string;
  /** Stands in the ARNs of tables. */
  readonly accountId: string;
  /** Takes warnings: messages to show although nothing has failed. */
  readonly warn: (message: string) => void;
}

/** Keys of the records that describe a table: `table~NAME`. */
const TABLES = { gte: 'table~', lt: 'table\u007F' } as const;

interface OpenedStore {
  readonly store: DynaliteStore;
  /** The first failure to write its files. */
  failure?: Error;
}

/**
 * Opens a database. When its files cannot be written (the disk is full, say), it is opened again before the next
 * operation. LevelDB would otherwise write behind the torn end of its log, and would leave out those writes at the next
 * start.
 *
 * @throws DynamodbFolderUnusable, DynamodbFileDamaged
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { path } = options;
  let opened: OpenedStore = { store: await openStore(options) };
  let reopening: Promise<void> | undefined;

  async function reopen(): Promise<void> {
    await opened.store.db.close();
    opened = { store: await openStore(options) };
  }

  return {
    async perform(operation, request) {
      if (opened.failure !== undefined) {
        reopening ??= reopen().finally(() => {
          reopening = undefined;
        });
        await reopening;
      }
      const used = opened;
      try {
        const answer = await perform(used.store, operation, request);
        // Writes behind the failure are left out when the store is opened again.
        if (used.failure === undefined) return answer;
      } catch (error) {
        if (!(error instanceof Error && hasErrorCode(error, 'LEVEL_IO_ERROR'))) throw error;
        used.failure ??= error;
      }
      throw used.failure;
    },
    async close() {
      // Those who wait for it are told when it fails.
      await reopening?.catch(() => undefined);
      await opened.store.db.close();
      if (path === undefined) return;
      await noteFiles(path).catch((error: unknown) => {
        throw new StoreWriteFailed(path, error);
      });
    },
  };
}

async function openStore(options: DatabaseOptions): Promise<DynaliteStore> {
  const store = await openFiles(options);
  Object.assign(store.tableDb, { awsRegion: options.region, awsAccountId: options.accountId });
  return store;
}

async function openFiles({ path, warn }: DatabaseOptions): Promise<DynaliteStore> {
  // A table is ready at once.
  const settings = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  if (path === undefined) {
    const store = createStore(settings);
    await store.db.open();
    return store;
  }
  let store: DynaliteStore | undefined;
  try {
    await checkFiles(path);
    // It begins to open the folder by itself, which changes the files.
    store = createStore({ ...settings, path });
    syncWrites(store.db);
    await store.db.open();
    await tellLosses(path, warn);
    await finishTables(store);
    await noteFiles(path);
    return store;
  } catch (error) {
    await store?.db.close();
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
