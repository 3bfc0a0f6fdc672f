import { setTimeout as pause } from 'node:timers/promises';
import type { Violation } from '../checks.ts';
import type { Ended, Lab, Up } from '../lab.ts';
import type { StepFunctions } from '../step-functions.ts';

/** Observations of one `tvguide up` after the other in the same folder. */
export interface Seen {
  readonly endings: Ended[];
  readonly violations: Violation[];
  /** Time at which each of them was killed, in epoch milliseconds. */
  readonly deaths: number[];
  stops: number;
  redrives: number;
}

/** Nothing yet. */
export function newSeen(): Seen {
  return { endings: [], violations: [], deaths: [], stops: 0, redrives: 0 };
}

/** Does what it proposes for the runs that were cut off. */
export async function redriveInterrupted(lab: Lab, up: Up, client: StepFunctions, seen: Seen): Promise<void> {
  const cutOff = await client.list('RUNNING');
  if (cutOff.length === 0) return;
  const proposal = /interrupted: redrive with `.*?(redrive .*--local)`/.exec(await noted(up))?.[1];
  if (proposal === undefined) {
    seen.violations.push(`words: nothing says how ${cutOff.length} interrupted runs are redriven`);
    return;
  }
  seen.redrives += 1;
  await tvguide(lab, [...proposal.split(' '), '--yes'], seen);
}

/** The output so far, once it names the interrupted runs or there was no output for a while. */
async function noted({ output }: Up): Promise<string> {
  const deadline = performance.now() + 5_000;
  while (!output.stderr.includes('interrupted') && performance.now() < deadline) await pause(20);
  return output.stderr;
}

/** A command that has to succeed, beside a `tvguide up`. */
export async function tvguide(lab: Lab, args: readonly string[], seen: Seen): Promise<void> {
  const ended = await lab.tvguide(args);
  seen.endings.push(ended);
  if (ended.code !== 0) {
    seen.violations.push(
      `\`tvguide ${args.join(' ')}\` ended with ${ended.code}: ${ended.stderr.slice(-400)}`,
    );
  }
}
