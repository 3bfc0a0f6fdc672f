/**
 * Merges the items of several sources in order of arrival. The next item of each source is requested while the consumer
 * processes the last one. If the consumer stops early or a source fails, the other sources are ended.
 *
 * @param follow returns the sources that follow an ended one, from its return value. @default none
 * @example for await (const records of merge([oneShard, otherShard])) count(records)
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
    // Only the first failure is reported.
    const left = [...pending].flatMap(([source, item]) => [item, source.return(undefined as End)]);
    await Promise.allSettled(left);
  }
}
