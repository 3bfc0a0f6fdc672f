/** The methods of abstract-level by which a database writes. The last argument of each is its options. */
const WRITES = ['_put', '_del', '_batch'] as const;

type Write = (...args: unknown[]) => Promise<void>;

/**
 * Has the disk take each write of a LevelDB, and all writes before it, before the write is answered.
 *
 * A run records the answer of the table in its history, and the history is synced by itself. If the disk took the
 * history first, a power cut could leave a batch that succeeded without the title that it has deferred.
 */
export function syncWrites(db: object): void {
  const methods = db as Record<(typeof WRITES)[number], Write>;
  for (const name of WRITES) {
    const write = methods[name].bind(db);
    methods[name] = (...args) => write(...args.slice(0, -1), { ...(args.at(-1) as object), sync: true });
  }
}
