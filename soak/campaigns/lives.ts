import { setTimeout as pause } from 'node:timers/promises';
import type { Violation } from '../checks.ts';
import type { Ended, Lab, Up } from '../lab.ts';
import type { StepFunctions } from '../step-functions.ts';

/** Observations of successive `tvguide up` processes in the same folder. */
export interface Seen {
  readonly endings: Ended[];
  readonly violations: Violation[];
  /** The times at which they were killed, in epoch milliseconds. */
  readonly deaths: number[];
  stops: number;
  redrives: number;
}

export function newSeen(): Seen {
  return { endings: [], violations: [], deaths: [], stops: 0, redrives: 0 };
}

/** Redrives the interrupted runs with the command that `tvguide up` proposes. */
export async function redriveInterrupted(lab: Lab, up: Up, client: StepFunctions, seen: Seen): Promise<void> {
  const cutOff = await client.list('RUNNING');
  if (cutOff.length === 0) return;
  const proposal = /interrupted: redrive with `.*?(redrive .*--local)`/.exec(await noted(up))?.[1];
  if (proposal === undefined) {
    seen.violations.push(`words: no command is proposed for ${cutOff.length} interrupted runs`);
    return;
  }
  seen.redrives += 1;
  await tvguide(lab, [...proposal.split(' '), '--yes'], seen);
}

/** Returns the error output once it names interrupted runs, or after 5 seconds. */
async function noted({ output }: Up): Promise<string> {
  const deadline = performance.now() + 5_000;
  while (!output.stderr.includes('interrupted') && performance.now() < deadline) await pause(20);
  return output.stderr;
}

/** Runs a command beside a `tvguide up`. It must succeed. */
export async function tvguide(lab: Lab, args: readonly string[], seen: Seen): Promise<void> {
  const ended = await lab.tvguide(args);
  seen.endings.push(ended);
  if (ended.code !== 0) {
    seen.violations.push(
      `\`tvguide ${args.join(' ')}\` ended with ${ended.code}: ${ended.stderr.slice(-400)}`,
    );
  }
}
