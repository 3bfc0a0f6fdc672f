import { useMemo } from 'preact/hooks';
import { now } from './session.ts';

/** The time after which an empty stream counts as empty, in milliseconds. Shards are read once a second. */
const FRESH_MS = 2_500;

/** Returns true while the page is so new that an empty list may not be read yet. */
export function useFresh(): boolean {
  const openedAt = useMemo(() => Date.now(), []);
  return now.value - openedAt < FRESH_MS;
}
