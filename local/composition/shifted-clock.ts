import { RealClock } from '../stepfunctions/index.ts';

/**
 * The clock of this machine, set back by some time. Durations and pauses are real, so that a day passes by
 * {@link ShiftedClock.advance} alone. It is never later than the clock of this machine.
 */
export class ShiftedClock extends RealClock {
  #behindMs: number;

  constructor(behindMs: number) {
    super();
    this.#behindMs = behindMs;
  }

  override now(): number {
    return super.now() - this.#behindMs;
  }

  /** Sets the clock ahead, at most to the time of this machine. */
  advance(milliseconds: number): void {
    this.#behindMs = Math.max(0, this.#behindMs - milliseconds);
  }
}
