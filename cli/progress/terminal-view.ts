import ora, { type Ora } from 'ora';
import type { Io } from '../../operate/io.ts';
import { bar } from '../render/bar.ts';
import { duration } from '../render/duration.ts';
import type { Printer } from '../render/printer.ts';
import { printable } from '../render/printable.ts';
import { shorten } from '../render/text-width.ts';
import {
  countsOf,
  describeRetries,
  describeSpeed,
  describeVisit,
  isOfTitles,
  timeIn,
} from './describe-progress.ts';
import { isRepetition } from '../../operate/run/state-visit.ts';
import { newlyOver } from './newly-over.ts';
import { outerVisits, type Progress } from './progress.ts';
import type { ProgressView } from './progress-view.ts';
import { Speed } from '../../operate/run/speed.ts';

const REFRESH_MS = 200;
const MIN_BAR_WIDTH = 10;
const MAX_BAR_WIDTH = 32;
/** The spinner with a blank, and the last column, where some terminals wrap. */
const AROUND_LINE = 3;

/** Progress as a line for each ended state and a live line for the current one. */
export class TerminalView implements ProgressView {
  readonly #spinner: Ora;
  readonly #stopTicking: () => void;
  readonly #speed = new Speed();
  #shown = 0;
  #announced = '';
  #progress: Progress | undefined;

  constructor(
    readonly io: Io,
    readonly printer: Printer,
  ) {
    this.#spinner = ora({
      stream: io.err.stream,
      discardStdin: false,
      // The creator of this view has checked the terminal; ora would check the process.
      isEnabled: true,
      // Without colour, the spinner has none either.
      ...(printer.noteStyle.isColorSupported ? {} : { color: false }),
    }).start();
    // The clock advances between two looks.
    this.#stopTicking = io.every(REFRESH_MS, () => this.#draw());
  }

  announce(text: string): void {
    this.#announced = text;
    this.#draw();
  }

  show(progress: Progress): void {
    this.#progress = progress;
    const over = [...newlyOver(progress, this.#shown)];
    if (over.length > 0) this.#spinner.stop();
    for (const visit of over.filter((each) => !isRepetition(each, !progress.ended))) {
      this.printer.note(describeVisit(visit, progress, this.io.now(), this.printer.noteStyle));
    }
    this.#shown += over.length;
    if (progress.titles !== undefined) {
      this.#speed.note(this.io.now(), progress.titles.succeeded + progress.titles.failed);
    }
    this.#draw();
  }

  stop(): void {
    this.#stopTicking();
    this.#spinner.stop();
  }

  #draw(): void {
    const lines = this.#lines();
    if (lines.length === 0) return;
    this.#spinner.text = printable(lines.join('\n'), this.printer.noteStyle.isColorSupported);
    if (this.#spinner.isSpinning) this.#spinner.render();
    else this.#spinner.start();
  }

  /** Returns the live lines, cut to the current width of the terminal. */
  #lines(): string[] {
    const progress = this.#progress;
    const width = this.io.err.columns - AROUND_LINE;
    if (progress === undefined || progress.ended) {
      return this.#announced === '' ? [] : [shorten(this.#announced, width)];
    }
    const current = outerVisits(progress)[this.#shown];
    const retries = describeRetries(progress);
    const { yellow } = this.printer.noteStyle;
    return [
      shorten(this.#lineOf(current, progress, width), width),
      ...(retries === '' ? [] : [`  ${yellow(shorten(retries, width))}`]),
    ];
  }

  #lineOf(
    current: ReturnType<typeof outerVisits>[number] | undefined,
    progress: Progress,
    width: number,
  ): string {
    const now = this.io.now();
    if (current === undefined) {
      return `${this.#announced} ${duration(now - (progress.startedAt ?? now))}`.trim();
    }
    const took = duration(timeIn(current, progress, now));
    const { titles } = progress;
    if (titles === undefined || !isOfTitles(current)) return `${current.name} ${took}`;
    const numbers = [countsOf(titles), describeSpeed(titles, this.#speed), took].filter(
      (text) => text !== '',
    );
    const room = Math.min(MAX_BAR_WIDTH, width - current.name.length - numbers.join(', ').length - 2);
    const over = titles.succeeded + titles.failed;
    const drawn = room < MIN_BAR_WIDTH ? '' : ` ${bar(over, over + titles.running, titles.total, room)}`;
    return `${current.name}${drawn} ${numbers.join(', ')}`;
  }
}
