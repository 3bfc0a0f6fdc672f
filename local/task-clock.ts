import type { Clock } from './stepfunctions/index.ts';

/** The clock of the runtime as the port of the tasks, whose pauses nothing interrupts. */
export interface TaskClock extends Pick<Clock, 'now' | 'monotonic'> {
  sleep(milliseconds: number): Promise<void>;
}

/**
 * Returns the clock of the runtime for the tasks. Each pause has its own signal, because Node.js warns of a leak when
 * one signal has more than ten listeners, and more than ten tasks can pause at once.
 */
export function taskClock(clock: Clock): TaskClock {
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    sleep: (milliseconds) => clock.sleep(milliseconds, new AbortController().signal),
  };
}
