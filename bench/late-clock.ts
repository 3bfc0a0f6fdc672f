import { VirtualClock } from '../local/stepfunctions/testing.ts';

/** How late a Wait state may end; AWS says nothing of it. */
const MAX_LATE_MS = 1_000;

/** A clock on which all that waits for a second or more ends late, up to a second, each time differently. */
export class LateClock extends VirtualClock {
  #waits = 0;

  override sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    this.#waits += 1;
    const late = milliseconds >= 1_000 ? (this.#waits * 617) % (MAX_LATE_MS + 1) : 0;
    return super.sleep(milliseconds + late, signal);
  }
}
