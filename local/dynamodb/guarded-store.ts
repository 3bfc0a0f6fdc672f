import type { EventEmitter } from 'node:events';

type AnyFunction = (...args: unknown[]) => unknown;

/** A part of a store, for example the items of a table. */
interface SubDatabase {
  readonly lock: (key: unknown, work: (release: Release) => void) => void;
  readonly [method: string]: unknown;
}

/** Wraps a callback so that it first releases the lock. */
type Release = (done: AnyFunction) => AnyFunction;

const PARTS = ['getItemDb', 'getIndexDb', 'getTagDb'];
const CALLS = ['getTable', 'deleteItemDb', 'deleteIndexDb', 'deleteTagDb'];
const PART_CALLS = ['get', 'put', 'del', 'batch'];
const STREAMS = ['createKeyStream', 'createValueStream'];

/**
 * Wraps a store for one operation of dynalite. An error thrown in a callback (for example by `BETWEEN` with a missing
 * attribute) would end this process and leave the item locked. The wrapper passes it to `fail` and releases the locks.
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

/** Returns the named methods of `object`, each wrapped by `change`. */
function replaced(
  object: object,
  names: readonly string[],
  change: (method: AnyFunction) => AnyFunction,
): Record<string, AnyFunction> {
  const methods = object as Readonly<Record<string, AnyFunction>>;
  return Object.fromEntries(names.map((name) => [name, change((...args) => methods[name]?.(...args))]));
}
