import type { Clock } from './stepfunctions/index.ts';

/** The clock of the runtime as the port of the tasks, whose pauses nothing interrupts. */
export interface TaskClock extends Pick<Clock, 'now' | 'monotonic'> {
  sleep(milliseconds: number): Promise<void>;
}

/** Returns the clock of the runtime for the tasks. */
export function taskClock(clock: Clock): TaskClock {
  const never = new AbortController().signal;
  return {
    now: () => clock.now(),
    monotonic: () => clock.monotonic(),
    sleep: (milliseconds) => clock.sleep(milliseconds, never),
  };
}
