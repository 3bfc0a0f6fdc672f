import { Interruption } from '../interruption.ts';
import type { Frame } from './frame.ts';

/** Waits. The execution times out if it would exceed its maximum duration. */
export async function pause({ run, cancellation }: Frame, milliseconds: number): Promise<void> {
  const { clock } = run.engine;
  const left = run.closesAt - clock.monotonic();
  await cancellation.guard((signal) => clock.sleep(Math.min(milliseconds, left), signal));
  if (milliseconds > left) run.cancellation.cancel(new Interruption('TIMED_OUT'));
  cancellation.throwIfCancelled();
}
