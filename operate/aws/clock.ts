import type { Io } from '../io.ts';
import { pause } from './pause.ts';

/**
 * Returns the clock of a command, with pauses that a signal ends.
 * @example readStream({ client, streamName, from: 'start', clock: clockOf(io), signal: io.interrupted })
 */
export function clockOf(io: Pick<Io, 'now' | 'every'>) {
  return {
    now: () => io.now(),
    sleep: (milliseconds: number, signal: AbortSignal) =>
      pause({ every: (...timer) => io.every(...timer), interrupted: signal }, milliseconds),
  };
}
