const MULTIPLIER = 0x5deece66dn;
const MASK = (1n << 48n) - 1n;

/**
 * Returns the first `nextDouble()` of a `java.util.Random` with this seed, as `$random(seed)` does on AWS.
 *
 * @see {@link https://docs.oracle.com/javase/8/docs/api/java/util/Random.html}
 */
export function firstJavaRandom(seed: number): number {
  let state = (BigInt(Math.trunc(seed)) ^ MULTIPLIER) & MASK;
  const bits = (count: bigint): bigint => {
    state = (state * MULTIPLIER + 0xbn) & MASK;
    return state >> (48n - count);
  };
  const high = bits(26n) << 27n;
  return Number(high + bits(27n)) / 2 ** 53;
}
