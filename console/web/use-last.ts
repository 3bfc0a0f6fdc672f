import { useRef } from 'preact/hooks';

/** Returns the last value that was not null, so that a page keeps its content while the next one is on its way. */
export function useLast<T>(value: T | null): T | null {
  const last = useRef<T | null>(null);
  if (value !== null) last.current = value;
  return last.current;
}
