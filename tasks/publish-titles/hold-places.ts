import type { PublishedBatch } from '../../events/types.ts';
import { ceilToSecond, SECOND_MS } from '../../events/instant.ts';
import type { Clock, InvocationContext } from '../shared/ports.ts';

/** The time between the end of a wait in the function and the end of the invocation. */
const RESERVE_MS = 1_000;

/** The time for which a batch's places stay taken after publish-titles has answered. */
export type Hold = Pick<PublishedBatch, 'placeHeldSeconds' | 'placeHeldUntil'>;

/**
 * Waits for the fraction of a second of a hold, and leaves the whole seconds to the state machine. A Wait state has whole
 * seconds only: rounded down, it would exceed Watchmode's pace; rounded up, it would lose half a second on average.
 *
 * If the invocation has no time left for that, the hold is rounded up.
 *
 * @param leftMs - time to hold the places from now on, in milliseconds; 0 if no other batch waits for them
 */
export async function holdPlaces(leftMs: number, clock: Clock, context: InvocationContext): Promise<Hold> {
  const fractionMs = leftMs % SECOND_MS;
  const hasTime = fractionMs <= context.getRemainingTimeInMillis() - RESERVE_MS;
  if (fractionMs > 0 && hasTime) await clock.sleep(fractionMs);
  const placeHeldSeconds = hasTime ? Math.floor(leftMs / SECOND_MS) : Math.ceil(leftMs / SECOND_MS);
  const until = clock.now() + placeHeldSeconds * SECOND_MS;
  const placeHeldUntil = new Date(placeHeldSeconds === 0 ? until : ceilToSecond(until)).toISOString();
  return { placeHeldSeconds, placeHeldUntil };
}
