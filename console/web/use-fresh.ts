import { useMemo } from 'preact/hooks';
import { now } from './session.ts';

/** How long the stream is read before nothing is taken for nothing, in milliseconds: shards are asked once a second. */
const FRESH_MS = 2_500;

/** Whether the page was opened a moment ago, so that what is empty may not have been read yet. */
export function useFresh(): boolean {
  const openedAt = useMemo(() => Date.now(), []);
  return now.value - openedAt < FRESH_MS;
}
