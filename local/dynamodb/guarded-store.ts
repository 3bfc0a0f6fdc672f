import type { EventEmitter } from 'node:events';

/** Any function: dynalite's have a callback among their arguments. */
type AnyFunction = (...args: unknown[]) => unknown;

/** A part of a store that holds the items of a table, say. */
interface SubDatabase {
  readonly lock: (key: unknown, work: (release: Release) => void) => void;
  readonly [method: string]: unknown;
}

/** Gives a callback that releases the lock first. */
type Release = (done: AnyFunction) => AnyFunction;

const PARTS = ['getItemDb', 'getIndexDb', 'getTagDb'];
const CALLS = ['getTable', 'deleteItemDb', 'deleteIndexDb', 'deleteTagDb'];
const PART_CALLS = ['get', 'put', 'del', 'batch'];
const STREAMS = ['createKeyStream', 'createValueStream'];

/**
 * A store as one operation of dynalite sees it. An error that the operation throws in a callback (`BETWEEN` with a
 * missing attribute does so) would end this process, and leave the item locked. It is given to `fail` instead, and
 * locks are released.
 */
export function guardedStore(
  store: object,
  fail: (error: unknown) => void,
): { readonly store: object; readonly fail: (error: unknown) => void } {
  const locks = new Set<() => void>();
  const failed = (error: unknown): void => {
    for (const unlock of locks) unlock();
    fail(error);
  };
  const safe =
    (callback: AnyFunction): AnyFunction =>
    (...args) => {
      try {
        return callback(...args);
      } catch (error) {
        failed(error);
        return undefined;
      }
    };
  const calling =
    (call: AnyFunction): AnyFunction =>
    (...args) =>
      call(...args.map((arg) => (typeof arg === 'function' ? safe(arg as AnyFunction) : arg)));
  const streaming =
    (create: AnyFunction): AnyFunction =>
    (...args) => {
      const stream = create(...args) as EventEmitter;
      const on = stream.on.bind(stream) as AnyFunction;
      return Object.assign(stream, { on: calling(on) });
    };
  const part = (database: SubDatabase): SubDatabase => ({
    ...database,
    ...replaced(database, PART_CALLS, calling),
    ...replaced(database, STREAMS, streaming),
    lock: (key, work) =>
      database.lock(key, (release) => {
        const unlock = release(() => locks.delete(unlock));
        locks.add(unlock);
        safe(work as AnyFunction)((done: AnyFunction) => (...args: unknown[]) => {
          if (locks.has(unlock)) unlock();
          done(...args);
        });
      }),
  });
  const parts =
    (open: AnyFunction): AnyFunction =>
    (...args) =>
      part(open(...args) as SubDatabase);
  const { tableDb } = store as { readonly tableDb: SubDatabase };
  return {
    store: {
      ...store,
      ...replaced(store, CALLS, calling),
      ...replaced(store, PARTS, parts),
      tableDb: part(tableDb),
    },
    fail: failed,
  };
}

/** Methods by name, each changed. */
function replaced(
  object: object,
  names: readonly string[],
  change: (method: AnyFunction) => AnyFunction,
): Record<string, AnyFunction> {
  const methods = object as Readonly<Record<string, AnyFunction>>;
  return Object.fromEntries(names.map((name) => [name, change((...args) => methods[name]?.(...args))]));
}
