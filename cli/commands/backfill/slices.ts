import { createHash } from 'node:crypto';
import type { Window } from '../../../events/types.ts';
import { UsageError } from '../../errors.ts';
import { formatInstant } from '../../parse/instant.ts';

/** One run of a backfill. */
export interface Slice {
  readonly window: Window;
  readonly input: Readonly<Record<string, unknown>>;
  /** The same for the same input, whenever the command is called. */
  readonly name: string;
}

/** More runs than this are more likely a slip of the keyboard than meant. */
const MOST_SLICES = 1_000;

/**
 * Splits a window into windows of `everyMs`, the last one as long as is left, each with the rest of the input and
 * a name made of both.
 */
export function sliceWindow(
  window: Window,
  everyMs: number,
  rest: Readonly<Record<string, unknown>>,
): Slice[] {
  const [start, end] = [Date.parse(window.start), Date.parse(window.end)];
  const count = Math.ceil((end - start) / everyMs);
  if (count > MOST_SLICES) {
    throw new UsageError(
      `this makes ${count} runs, and at most ${MOST_SLICES} are allowed: give a longer --every`,
    );
  }
  return Array.from({ length: count }, (_, index) => {
    const from = start + index * everyMs;
    const slice = { start: formatInstant(from), end: formatInstant(Math.min(from + everyMs, end)) };
    const input = { ...rest, window: slice };
    return { window: slice, input, name: nameOfSlice(slice, input) };
  });
}

/** `backfill-20261101T000000Z-20261102T000000Z-1a2b3c4d`; the last part tells other feeds, types and regions apart. */
function nameOfSlice({ start, end }: Window, input: Readonly<Record<string, unknown>>): string {
  const digest = createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 8);
  return ['backfill', compact(start), compact(end), digest].join('-');
}

function compact(instant: string): string {
  return instant.replace(/[-:.]/g, '');
}
