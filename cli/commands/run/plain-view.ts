import type { Io } from '../../io.ts';
import { duration } from '../../render/bar.ts';
import { describeRetries, type RunProgress } from './progress.ts';
import { describeTitles, INGEST_STATE, Rate, REFRESH_MS } from './title-line.ts';
import type { RunView } from './run-view.ts';

/** A line is printed this often while titles are ingested, which keeps a log readable. Milliseconds. */
const PLAIN_MS = 2_000;

/** Lines that stay, for a log or a pipe. */
export class PlainView implements RunView {
  readonly #rate = new Rate();
  readonly #stopTicking: () => void;
  #shown = 0;
  #saidAt = 0;
  #isMarked = false;
  #stopped = false;

  constructor(
    readonly progress: RunProgress,
    readonly io: Io,
  ) {
    this.#stopTicking = io.every(REFRESH_MS, () => this.#print());
  }

  announce(text: string): void {
    this.#print();
    this.#markUnfinished();
    this.io.err.write(`${text}\n`);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stopTicking();
    this.#print();
    this.#markUnfinished();
  }

  #markUnfinished(): void {
    const { current } = this.progress;
    if (current === undefined || this.#isMarked) return;
    this.#isMarked = true;
    this.io.err.write(`${this.#line(current.name)}, not finished\n`);
  }

  #print(): void {
    const { states, current, titles } = this.progress;
    for (const state of states.slice(this.#shown)) {
      if (state.exitedAt === undefined) break;
      this.io.err.write(`${this.#line(state.name)}, ${duration(state.exitedAt - state.enteredAt)}\n`);
      this.#shown += 1;
    }
    const now = this.io.now();
    const rate = this.#rate.sample(now, titles.fetched);
    if (current?.name !== INGEST_STATE || titles.total === 0 || now - this.#saidAt < PLAIN_MS) return;
    const said = this.#saidAt !== 0 || now - current.enteredAt >= PLAIN_MS;
    if (!said) return;
    this.#saidAt = now;
    this.io.err.write(
      `  ${[describeTitles(this.progress, rate), describeRetries(this.progress)].filter((part) => part !== '').join(', ')}\n`,
    );
  }

  #line(name: string): string {
    if (name !== INGEST_STATE) return name;
    return [`${name}: ${describeTitles(this.progress, 0)}`, describeRetries(this.progress)]
      .filter((part) => part !== '')
      .join(', ');
  }
}
