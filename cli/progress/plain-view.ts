import type { Io } from '../../operate/io.ts';
import type { Printer } from '../render/printer.ts';
import {
  countsOf,
  describeRetries,
  describeSpeed,
  describeVisit,
  isOfTitles,
  timeIn,
} from './describe-progress.ts';
import { duration } from '../render/duration.ts';
import { isRepetition } from '../../operate/run/state-visit.ts';
import { newlyOver } from './newly-over.ts';
import { outerVisits, type Progress } from './progress.ts';
import type { ProgressView } from './progress-view.ts';
import { Speed } from '../../operate/run/speed.ts';

/** The progress of a state is printed after this time, and then at this interval if it has changed. */
const FIRST_AFTER_MS = 2_000;
const TELL_EVERY_MS = 10_000;

/** Progress as permanent lines, for a log or a pipe. */
export class PlainView implements ProgressView {
  readonly #speed = new Speed();
  #shown = 0;
  #toldAt = 0;
  #told = '';

  constructor(
    readonly io: Pick<Io, 'now'>,
    readonly printer: Printer,
  ) {}

  announce(text: string): void {
    this.printer.note(text);
  }

  show(progress: Progress): void {
    const now = this.io.now();
    for (const visit of newlyOver(progress, this.#shown)) {
      if (!isRepetition(visit, !progress.ended))
        this.printer.note(describeVisit(visit, progress, now, this.printer.noteStyle));
      this.#shown += 1;
    }
    const { titles } = progress;
    if (titles !== undefined) this.#speed.note(now, titles.succeeded + titles.failed);
    const current = outerVisits(progress)[this.#shown];
    if (current === undefined || now - this.#toldAt < TELL_EVERY_MS) return;
    const took = timeIn(current, progress, now);
    if (took < FIRST_AFTER_MS) return;
    const counts = isOfTitles(current) && titles !== undefined ? countsOf(titles) : '';
    const news = [current.name, counts, describeRetries(progress)].join('|');
    if (news === this.#told) return;
    this.#told = news;
    this.#toldAt = now;
    const speed = counts === '' || titles === undefined ? '' : describeSpeed(titles, this.#speed);
    const details = [counts, speed, describeRetries(progress), duration(took)].filter((text) => text !== '');
    this.printer.note(`… ${current.name} ${details.join(', ')}`);
  }

  stop(): void {
    // There is nothing to erase.
  }
}
