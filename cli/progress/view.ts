import ora, { type Ora } from 'ora';
import type { Io } from '../io.ts';
import { bar, duration } from '../render/bar.ts';
import type { Printer } from '../render/printer.ts';
import { statusOf, type Visit } from '../views/state-visits.ts';
import { describeErrors, describeTitles, describeVisit, endFor } from './describe-progress.ts';
import type { WatchedState } from './execution-watcher.ts';

/** Shows what an execution does until it is stopped. */
export interface WatchView {
  /** What is known now. */
  show(state: WatchedState): void;
  stop(): void;
}

/** A live line on a terminal, lines for each change elsewhere, nothing with --quiet. */
export function createWatchView(io: Io, printer: Printer): WatchView {
  if (printer.quiet) return { show: () => undefined, stop: () => undefined };
  return io.err.isTTY ? new TerminalView(io, printer) : new PlainView(io, printer);
}

/** The states that are over and were not shown yet, up to the first that is not. Inner states are left out. */
function* newlyOver(state: WatchedState, shown: number): Generator<Visit> {
  for (const visit of outer(state).slice(shown)) {
    if (statusOf(visit, !state.ended) === 'running') return;
    yield visit;
  }
}

function outer({ visits }: WatchedState): readonly Visit[] {
  return visits.filter(({ parent }) => parent === undefined);
}

const REFRESH_MS = 200;
const NARROWEST_BAR = 10;
const WIDEST_BAR = 32;
/** What stands beside the bar. */
const BESIDE_BAR = 64;

class TerminalView implements WatchView {
  readonly #spinner: Ora;
  readonly #stopTicking: () => void;
  #shown = 0;
  #state: WatchedState | undefined;

  constructor(
    readonly io: Io,
    readonly printer: Printer,
  ) {
    this.#spinner = ora({ stream: io.err.stream, discardStdin: false }).start();
    // Between two polls the clock goes on.
    this.#stopTicking = io.every(REFRESH_MS, () => this.#draw());
  }

  show(state: WatchedState): void {
    this.#state = state;
    const over = [...newlyOver(state, this.#shown)];
    if (over.length > 0) this.#spinner.stop();
    for (const visit of over) {
      this.printer.note(
        describeVisit(visit, !state.ended, endFor(state, this.io.now()), this.printer.noteStyle),
      );
    }
    this.#shown += over.length;
    this.#draw();
  }

  stop(): void {
    this.#stopTicking();
    this.#spinner.stop();
  }

  #draw(): void {
    const state = this.#state;
    if (state === undefined || state.ended) return;
    const current = outer(state)[this.#shown];
    const elapsed = this.io.now() - (state.description.startDate?.getTime() ?? this.io.now());
    const { dim, yellow } = this.printer.noteStyle;
    const parts = [current?.name ?? state.description.status ?? '', dim(duration(elapsed))];
    const { titles } = state;
    if (current?.mapRunArn !== undefined && titles !== undefined) {
      const width = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, this.io.err.columns - BESIDE_BAR));
      const over = titles.succeeded + titles.failed;
      parts.splice(1, 0, bar(over, over + titles.running, titles.total, width), describeTitles(state));
    }
    const errors = describeErrors(state);
    this.#spinner.text = `${parts.join(' ')}${errors === '' ? '' : `\n  ${yellow(errors)}`}`;
    if (this.#spinner.isSpinning) this.#spinner.render();
    else this.#spinner.start();
  }
}

/** So that a log stays readable, progress inside a state is told this often. */
const TELL_EVERY_MS = 10_000;

class PlainView implements WatchView {
  #shown = 0;
  #toldAt = 0;

  constructor(
    readonly io: Io,
    readonly printer: Printer,
  ) {}

  show(state: WatchedState): void {
    const now = this.io.now();
    for (const visit of newlyOver(state, this.#shown)) {
      this.printer.note(describeVisit(visit, !state.ended, endFor(state, now), this.printer.noteStyle));
      this.#shown += 1;
    }
    const current = outer(state)[this.#shown];
    if (current === undefined || now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    const details = [describeTitles(state), describeErrors(state)].filter((text) => text !== '');
    this.printer.note([describeVisit(current, true, now, this.printer.noteStyle), ...details].join(', '));
  }

  stop(): void {
    // Nothing is drawn that would have to be taken away.
  }
}
