/** The write methods of abstract-level. Their last argument is the options. */
const WRITES = ['_put', '_del', '_batch'] as const;

type Write = (...args: unknown[]) => Promise<void>;

/**
 * Makes every write of a LevelDB wait until it is on disk.
 *
 * The history of a run records the response of the table, and is synced separately. If the history reached the disk
 * first, a power cut could lose a deferred title of a batch that succeeded.
 */
export function syncWrites(db: object): void {
  const methods = db as Record<(typeof WRITES)[number], Write>;
  for (const name of WRITES) {
    const write = methods[name].bind(db);
    methods[name] = (...args) => write(...args.slice(0, -1), { ...(args.at(-1) as object), sync: true });
  }
}
