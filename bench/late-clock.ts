import { VirtualClock } from '../local/stepfunctions/testing.ts';

/** The maximum delay of a Wait state's end. AWS documents none. */
const MAX_LATE_MS = 1_000;

/** A virtual clock on which each wait of a second or more ends up to a second late, by a different delay each time. */
export class LateClock extends VirtualClock {
  #waits = 0;

  override sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.#waits += 1;
    const late = milliseconds >= 1_000 ? (this.#waits * 617) % (MAX_LATE_MS + 1) : 0;
    return super.sleep(milliseconds + late, signal);
  }
}
