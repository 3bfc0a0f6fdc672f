import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { type Inputs, useLayoutEffect } from 'preact/hooks';

/**
 * How wide an element is, in pixels, also when that changes. It is known before the element is painted for the first
 * time: what is fitted into it later would jump.
 *
 * @param start what is taken for the width until the element is there
 * @param inputs what makes another element of it
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
