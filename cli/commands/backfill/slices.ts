import { createHash } from 'node:crypto';
import type { Window } from '../../../events/types.ts';
import { UsageError } from '../../../operate/errors.ts';
import { formatInstant } from '../../../events/instant.ts';

/** One run of a backfill. */
export interface Slice {
  /** The window or the titles, for `--json`. */
  readonly part: Readonly<Record<string, unknown>>;
  /** The number of titles; undefined for a window, whose titles are not known before. */
  readonly titles?: number;
  /** The start and end of the window, or the first and last title, for display. */
  readonly from: string;
  readonly to: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** The name of the execution. It depends only on the input. */
  readonly name: string;
}

/** The maximum number of runs, to catch typing mistakes. */
const MAX_SLICES = 1_000;

/**
 * Splits a window into windows of `everyMs` (the last one may be shorter), each with the rest of the input and a name
 * made of both.
 */
export function sliceWindow(
  window: Window,
  everyMs: number,
  rest: Readonly<Record<string, unknown>>,
): Slice[] {
  const [start, end] = [Date.parse(window.start), Date.parse(window.end)];
  const count = checkSliceCount(Math.ceil((end - start) / everyMs), '--every');
  return Array.from({ length: count }, (_, index) => {
    const from = start + index * everyMs;
    const slice = { start: formatInstant(from), end: formatInstant(Math.min(from + everyMs, end)) };
    const input = { ...rest, window: slice };
    const { start: begin, end: finish } = slice;
    return { part: { window: slice }, from: begin, to: finish, input, name: nameOfSlice(slice, input) };
  });
}

/** @throws UsageError for too many runs; `option` is the option that reduces them */
export function checkSliceCount(count: number, option: string): number {
  if (count <= MAX_SLICES) return count;
  throw new UsageError(
    `this makes ${count} runs, and at most ${MAX_SLICES} are allowed: give a larger ${option}`,
  );
}

/** Returns `backfill-20261101T000000Z-20261102T000000Z-1a2b3c4d`; the digest covers feed, types and regions. */
function nameOfSlice({ start, end }: Window, input: Readonly<Record<string, unknown>>): string {
  const digest = createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 8);
  return ['backfill', compact(start), compact(end), digest].join('-');
}

function compact(instant: string): string {
  return instant.replace(/[-:.]/g, '');
}
