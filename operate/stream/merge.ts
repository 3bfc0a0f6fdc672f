/**
 * What several sources yield, in the order in which it comes. Each source is asked for its next item while the
 * consumer deals with the last one. When the consumer stops early or a source fails, the others are ended.
 *
 * @param follow gives the sources that follow one which has ended, by what it returned. @default none
 */
export async function* merge<T, End = void>(
  sources: readonly AsyncGenerator<T, End>[],
  follow: (end: End) => Promise<readonly AsyncGenerator<T, End>[]> = () => Promise.resolve([]),
): AsyncGenerator<T, void> {
  const advance = async (source: AsyncGenerator<T, End>) => ({ source, result: await source.next() });
  const pending = new Map(sources.map((source) => [source, advance(source)]));
  try {
    while (pending.size > 0) {
      const { source, result } = await Promise.race(pending.values());
      if (result.done === true) {
        pending.delete(source);
        for (const next of await follow(result.value)) pending.set(next, advance(next));
        continue;
      }
      pending.set(source, advance(source));
      yield result.value;
    }
  } finally {
    // What is still under way has nobody to tell: the first failure is the one that counts.
    const left = [...pending].flatMap(([source, item]) => [item, source.return(undefined as End)]);
    await Promise.allSettled(left);
  }
}
