/** Reproducible pseudo-random choices. Other instances do not affect them. */
export interface SeededRandom {
  /** Returns a number from 0 inclusive to 1 exclusive. */
  next(): number;
  /** Returns a whole number from `low` to `high`, both inclusive. */
  integer(low: number, high: number): number;
  /** Returns one item of `list`. */
  pick<T>(list: readonly [T, ...T[]]): T;
  /** Returns true with this probability. */
  chance(probability: number): boolean;
}

/** Creates a source of choices that depends only on `parts`. */
export function seededRandom(...parts: readonly (string | number)[]): SeededRandom {
  let state = hash32(parts.join('\u0000'));
  // Mulberry32 (Tommy Ettinger, public domain), with 32 bits of state.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    chance: (probability) => next() < probability,
  };
}

/** Hashes UTF-16 code units with FNV-1a and the final mix of MurmurHash3, which separates similar inputs. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
