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
  /** Waits for operations in progress. @throws StoreWriteFailed, for example if the folder was removed */
  close(): Promise<void>;
}

/** The settings of a database. */
export interface DatabaseOptions {
  /** The folder of the files, created if missing. Default: in memory. */
  readonly path?: string;
  /**
   * The tables that can be made again from other data. A power cut may lose their last writes, a kill of the process does
   * not. Default: none.
   */
  readonly derivedTables?: readonly string[];
  /** The Region in the ARNs of tables. */
  readonly region: string;
  /** The account in the ARNs of tables. */
  readonly accountId: string;
  /** Receives warnings. */
  readonly warn: (message: string) => void;
}

/** The key range of table descriptions: `table~NAME`. */
const TABLES = { gte: 'table~', lt: 'table\u007F' } as const;

interface OpenedStore {
  readonly store: DynaliteStore;
  /** The first failure to write its files. */
  failure?: Error;
}

/**
 * Opens a database. After a failed write (for example, on a full disk), it is reopened before the next operation.
 * LevelDB would otherwise append to a torn log, and drop those writes at the next start.
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
        // Writes after a failure are lost when the store is reopened.
        if (used.failure === undefined) return answer;
      } catch (error) {
        if (!(error instanceof Error && hasErrorCode(error, 'LEVEL_IO_ERROR'))) throw error;
        used.failure ??= error;
      }
      throw used.failure;
    },
    async close() {
      // Its callers report the failure.
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

async function openFiles({ path, derivedTables = [], warn }: DatabaseOptions): Promise<DynaliteStore> {
  const settings = { createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 };
  if (path === undefined) {
    const store = createStore(settings);
    await store.db.open();
    return store;
  }
  let store: DynaliteStore | undefined;
  try {
    await checkFiles(path);
    // After the check: creating the store starts to open the folder, which changes the files.
    store = createStore({ ...settings, path });
    syncWrites(store.db, derivedTables);
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

/** Completes table changes that a kill interrupted: dynalite writes the final status of a table with a timer. */
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

/** Warns about damaged writes, which LevelDB drops when it opens and reports only in its own log. */
async function tellLosses(path: string, warn: (message: string) => void): Promise<void> {
  const log = await readFile(join(path, 'LOG'), 'utf8');
  for (const [, file, bytes] of log.matchAll(/\(ignoring error\) (.+): dropping (\d+) bytes/g)) {
    warn(`${file} was damaged: ${bytes} bytes of the last writes of the local DynamoDB are lost`);
  }
}
