import ora, { type Ora } from 'ora';
import pico from 'picocolors';
import type { Io } from '../../io.ts';
import { bar, duration } from '../../render/bar.ts';
import { usesColour } from '../../render/printer.ts';
import { describeRetries, type RunProgress } from './progress.ts';
import { describeTitles, INGEST_STATE, Rate, REFRESH_MS } from './title-line.ts';
import type { RunView } from './run-view.ts';

/** A line for each state that has ended, and one that lives for what is going on. */
export class TerminalView implements RunView {
  readonly #spinner: Ora;
  readonly #rate = new Rate();
  readonly #stopTicking: () => void;
  readonly #colors: ReturnType<typeof pico.createColors>;
  #shown = 0;
  #announced = '';
  #isMarked = false;
  #stopped = false;

  constructor(
    readonly progress: RunProgress,
    readonly io: Io,
  ) {
    const isColoured = usesColour(io.err, io.env, undefined);
    this.#colors = pico.createColors(isColoured);
    this.#spinner = ora({
      stream: io.err.stream,
      discardStdin: false,
      hideCursor: true,
      ...(isColoured ? {} : { color: false }),
    }).start();
    this.#stopTicking = io.every(REFRESH_MS, () => this.#draw());
  }

  announce(text: string): void {
    this.#announced = text;
    this.#draw();
    this.#markUnfinished();
    this.#spinner.start(text);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stopTicking();
    this.#draw();
    this.#markUnfinished();
    this.#spinner.stop();
  }

  /** What has not ended when the next thing begins never will. */
  #markUnfinished(): void {
    const { current } = this.progress;
    if (current === undefined || this.#isMarked) return;
    this.#isMarked = true;
    this.#spinner.fail(this.#line(current.name, this.io.now() - current.enteredAt));
  }

  #draw(): void {
    const { states } = this.progress;
    const text = this.#text();
    for (const state of states.slice(this.#shown)) {
      if (state.exitedAt === undefined) break;
      this.#spinner.succeed(this.#line(state.name, state.exitedAt - state.enteredAt));
      this.#spinner.start(text);
      this.#shown += 1;
    }
    this.#spinner.text = text;
  }

  #text(): string {
    const { current, titles, retryCount } = this.progress;
    if (current === undefined || this.#isMarked) return this.#announced;
    if (current.name !== INGEST_STATE || titles.total === 0) return current.name;
    const rate = this.#rate.sample(this.io.now(), titles.fetched);
    const width = Math.max(10, Math.min(32, this.io.err.columns - 60));
    const drawn = bar(titles.done, titles.fetched, titles.total, width);
    const retried = retryCount > 0 ? this.#colors.yellow(`, ${retryCount} retries`) : '';
    return `${current.name} ${drawn} ${describeTitles(this.progress, rate)}${retried}`;
  }

  #line(name: string, milliseconds: number): string {
    const took = this.#colors.dim(duration(milliseconds));
    if (name !== INGEST_STATE) return `${name} ${took}`;
    const retries = describeRetries(this.progress);
    const detail = [describeTitles(this.progress, 0), retries].filter((part) => part !== '').join(', ');
    return `${name} ${detail} ${took}`;
  }
}
