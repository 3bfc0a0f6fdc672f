/**
 * Applies `work` to every item, at most `limit` at once, and returns the results in the order of the items.
 * @example const histories = await mapInParallel(arns, 4, (arn) => readHistory(sfn, arn))
 */
export async function mapInParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const queue = items.entries();
  const worker = async () => {
    // All workers share one iterator.
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}
