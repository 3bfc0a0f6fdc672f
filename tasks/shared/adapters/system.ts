import { setTimeout as sleep } from 'node:timers/promises';
import type { Overrides } from '../ports.ts';

/** The machine's own clock, randomness and standard output, less what the host puts in their place. */
export function systemPorts(overrides: Overrides): Required<Omit<Overrides, 'fetch'>> {
  return {
    clock: {
      now: () => Date.now(),
      monotonic: () => performance.now(),
      sleep: (milliseconds) => sleep(milliseconds),
    },
    random: () => Math.random(),
    // Not console.log: Lambda would wrap the line, and a wrapped line is no embedded metric.
    writeLine: (line) => process.stdout.write(`${line}\n`),
    ...overrides,
  };
}
