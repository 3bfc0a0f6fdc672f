import type { Io } from '../io.ts';
import { pause } from './pause.ts';

/** The time as a command has it, with pauses that a signal ends. */
export function clockOf(io: Pick<Io, 'now' | 'every'>) {
  return {
    now: () => io.now(),
    sleep: (milliseconds: number, signal: AbortSignal) =>
      pause({ every: (...timer) => io.every(...timer), interrupted: signal }, milliseconds),
  };
}
