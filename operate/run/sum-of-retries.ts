/**
 * Adds up numbers of retries by error.
 * @example sumOfRetries([run.history.retries, sampler.retries]).get('Watchmode.RateLimited')
 */
export function sumOfRetries(counts: Iterable<ReadonlyMap<string, number>>): ReadonlyMap<string, number> {
  const sum = new Map<string, number>();
  for (const each of counts) {
    for (const [error, count] of each) sum.set(error, (sum.get(error) ?? 0) + count);
  }
  return sum;
}
