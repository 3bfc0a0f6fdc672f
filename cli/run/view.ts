import ora, { type Ora } from 'ora';
import { createColors } from 'picocolors';
import type { Io } from '../io.ts';
import { bar, duration } from '../render/bar.ts';
import { describeRetries, type RunProgress } from './progress.ts';

const REFRESH_MS = 100;
/** Without a terminal a line is printed this often, which keeps a log readable. */
const PLAIN_MS = 2_000;

/** Shows a {@link RunProgress} until it is stopped: alive on a terminal, as plain lines elsewhere. */
export interface RunView {
  /** What is being done before the execution starts. */
  announce(text: string): void;
  /** Draws what is left to draw, marks a state that did not end, and stops. */
  stop(): void;
}

export function showRun(progress: RunProgress, io: Io): RunView {
  return io.err.isTTY ? new TerminalView(progress, io) : new PlainView(progress, io);
}

/** For `--json`: says nothing. */
export const silentView: RunView = {
  announce: () => undefined,
  stop: () => undefined,
};

function describeTitles({ titles }: RunProgress, rate: number): string {
  const parts = [`${titles.done}/${titles.total} titles`];
  if (rate > 0) parts.push(`${rate.toFixed(0)}/s`);
  if (titles.failed > 0) parts.push(`${titles.failed} failed`);
  return parts.join(', ');
}

/** Titles fetched a second, over the last few seconds. */
class Rate {
  readonly #samples: { at: number; fetched: number }[] = [];

  sample(at: number, fetched: number): number {
    this.#samples.push({ at, fetched });
    while (this.#samples.length > 2 && (this.#samples[0]?.at ?? 0) < at - 3_000) this.#samples.shift();
    const first = this.#samples[0];
    return first === undefined || at === first.at ? 0 : ((fetched - first.fetched) / (at - first.at)) * 1_000;
  }
}

class TerminalView implements RunView {
  readonly #spinner: Ora;
  readonly #rate = new Rate();
  readonly #stopTicking: () => void;
  readonly #colors: ReturnType<typeof createColors>;
  #shown = 0;
  #announced: string | undefined;

  constructor(
    readonly progress: RunProgress,
    readonly io: Io,
  ) {
    this.#colors = createColors(io.env['NO_COLOR'] === undefined);
    this.#spinner = ora({ stream: io.err.stream, discardStdin: false, hideCursor: true }).start();
    this.#stopTicking = io.every(REFRESH_MS, () => this.#draw());
  }

  announce(text: string): void {
    this.#announced = text;
    this.#draw();
  }

  stop(): void {
    this.#stopTicking();
    this.#draw();
    const { current } = this.progress;
    if (current === undefined) this.#spinner.stop();
    else this.#spinner.fail(this.#line(current.name, this.io.now() - current.enteredAt));
  }

  #draw(): void {
    const { states, current, titles, retryCount } = this.progress;
    for (const state of states.slice(this.#shown)) {
      if (state.exitedAt === undefined) break;
      this.#spinner.succeed(this.#line(state.name, state.exitedAt - state.enteredAt));
      this.#spinner.start();
      this.#shown += 1;
    }
    if (current === undefined) {
      this.#spinner.text = states.length === 0 ? (this.#announced ?? '') : '';
      return;
    }
    if (current.name !== 'Ingest titles' || titles.total === 0) {
      this.#spinner.text = current.name;
      return;
    }
    const rate = this.#rate.sample(this.io.now(), titles.fetched);
    const width = Math.max(10, Math.min(32, this.io.err.columns - 60));
    const retried = retryCount > 0 ? this.#colors.yellow(`, ${retryCount} retries`) : '';
    this.#spinner.text = `${current.name} ${bar(titles.done, titles.fetched, titles.total, width)} ${describeTitles(this.progress, rate)}${retried}`;
  }

  #line(name: string, milliseconds: number): string {
    const took = this.#colors.dim(duration(milliseconds));
    if (name !== 'Ingest titles') return `${name} ${took}`;
    const retries = describeRetries(this.progress);
    const detail = [describeTitles(this.progress, 0), retries].filter((part) => part !== '').join(', ');
    return `${name} ${detail} ${took}`;
  }
}

class PlainView implements RunView {
  readonly #rate = new Rate();
  readonly #stopTicking: () => void;
  #shown = 0;
  #saidAt = 0;

  constructor(
    readonly progress: RunProgress,
    readonly io: Io,
  ) {
    this.#stopTicking = io.every(REFRESH_MS, () => this.#print());
  }

  announce(text: string): void {
    this.io.err.write(`${text}\n`);
  }

  stop(): void {
    this.#stopTicking();
    this.#print();
    const { current } = this.progress;
    if (current !== undefined) this.io.err.write(`${this.#line(current.name)}, not finished\n`);
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
    if (current?.name !== 'Ingest titles' || titles.total === 0 || now - this.#saidAt < PLAIN_MS) return;
    const said = this.#saidAt !== 0 || now - current.enteredAt >= PLAIN_MS;
    if (!said) return;
    this.#saidAt = now;
    this.io.err.write(
      `  ${[describeTitles(this.progress, rate), describeRetries(this.progress)].filter((part) => part !== '').join(', ')}\n`,
    );
  }

  #line(name: string): string {
    if (name !== 'Ingest titles') return name;
    return [`${name}: ${describeTitles(this.progress, 0)}`, describeRetries(this.progress)]
      .filter((part) => part !== '')
      .join(', ');
  }
}
