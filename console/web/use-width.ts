import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { type Inputs, useLayoutEffect } from 'preact/hooks';

/**
 * Follows the width of an element in pixels. It is measured before the first paint, so that nothing jumps.
 *
 * @param start the width until the element exists
 * @param inputs values whose change replaces the element
 */
export function useWidth(
  box: RefObject<HTMLElement | null>,
  start: number,
  inputs: Inputs = [],
): ReadonlySignal<number> {
  const width = useSignal(start);
  useLayoutEffect(() => {
    if (box.current === null) return undefined;
    width.value = box.current.clientWidth;
    const observer = new ResizeObserver(([entry]) => (width.value = entry?.contentRect.width ?? 0));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, inputs);
  return width;
}
