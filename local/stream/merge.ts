/**
 * What several sources yield, in the order in which it comes. Each source is asked for its next item while the
 * consumer deals with the last one. When the consumer stops early or a source fails, the others are ended.
 */
export async function* merge<T>(sources: readonly AsyncGenerator<T, void>[]): AsyncGenerator<T, void> {
  const advance = async (source: AsyncGenerator<T, void>) => ({ source, result: await source.next() });
  const pending = new Map(sources.map((source) => [source, advance(source)]));
  try {
    while (pending.size > 0) {
      const { source, result } = await Promise.race(pending.values());
      if (result.done === true) {
        pending.delete(source);
        continue;
      }
      pending.set(source, advance(source));
      yield result.value;
    }
  } finally {
    // What is still under way has nobody to tell: the first failure is the one that counts.
    const left = [...pending].flatMap(([source, item]) => [item, source.return()]);
    await Promise.allSettled(left);
  }
}
