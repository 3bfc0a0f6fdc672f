/** The write methods of abstract-level. Their last argument is the options. */
const WRITES = ['_put', '_del', '_batch'] as const;

type Write = (...args: unknown[]) => Promise<void>;

/** The keys of dynalite's items and indexes: `item-TABLE~KEY`, `index-global~TABLE~INDEX~KEY`. */
const KEY_OF_TABLE = /^(?:item-|index-(?:global|local)~)(?<table>[^~]+)~/;

/**
 * Makes every write of a LevelDB wait until it is on disk, but those of derived tables: each write that waits costs about
 * 1 ms.
 *
 * The history of a run records the response of the table, and is synced separately. If the history reached the disk
 * first, a power cut could lose a deferred title of a batch that succeeded.
 */
export function syncWrites(db: object, derivedTables: readonly string[]): void {
  const methods = db as Record<(typeof WRITES)[number], Write>;
  const isDerived = (key: unknown) =>
    derivedTables.includes(KEY_OF_TABLE.exec(String(key))?.groups?.['table'] ?? '');
  for (const name of WRITES) {
    const write = methods[name].bind(db);
    methods[name] = (...args) => {
      const keys =
        name === '_batch' ? (args[0] as readonly { key: unknown }[]).map(({ key }) => key) : [args[0]];
      const sync = !keys.every(isDerived);
      return write(...args.slice(0, -1), { ...(args.at(-1) as object), sync });
    };
  }
}
