import { setTimeout as sleep } from 'node:timers/promises';
import type { Overrides } from '../ports.ts';

/** Returns the machine's clock, randomness and standard output, unless the host overrides them. */
export function systemPorts(overrides: Overrides): Required<Omit<Overrides, 'fetch'>> {
  return {
    clock: {
      now: () => Date.now(),
      monotonic: () => performance.now(),
      sleep: (milliseconds) => sleep(milliseconds),
    },
    random: () => Math.random(),
    // Lambda would wrap a line of console.log, and CloudWatch would find no embedded metric in it.
    writeLine: (line) => process.stdout.write(`${line}\n`),
    ...overrides,
  };
}
