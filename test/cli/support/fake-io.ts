import { Writable } from 'node:stream';
import type { Io, Output } from '../../../operate/io.ts';
import { runProgram } from '../../../cli/program.ts';

/** The parts of the fake process that a test sets. */
export interface FakeIoOptions {
  readonly env?: Io['env'];
  readonly cwd?: string;
  readonly isTTY?: boolean;
  /** The beginning of a command line to paste. Default: `tvguide`. */
  readonly program?: string;
  /** The width of the terminal. Default: 100. */
  readonly columns?: number;
  /** Answers to questions, in order. Default: no terminal. */
  readonly answers?: readonly string[];
  /** The text on standard input. */
  readonly input?: string;
  /** Epoch milliseconds at the start; waiting moves it on. */
  readonly now?: number;
}

/** An {@link Io} in memory. Time passes only when a command waits, and then at once. */
export class FakeIo implements Io {
  readonly written = { out: '', err: '' };
  readonly questions: string[] = [];
  readonly interruption = new AbortController();
  readonly interrupted = this.interruption.signal;
  readonly out: Output;
  readonly err: Output;
  readonly env: Io['env'];
  readonly cwd: string;
  readonly program: string;
  readonly #columns: number;
  readonly ask?: (question: string) => Promise<string>;
  /** The waits of the command, in milliseconds. */
  readonly waits: number[] = [];
  readonly #input: string;
  #now: number;

  constructor({
    env = {},
    cwd = '/nowhere',
    isTTY = false,
    program = 'tvguide',
    columns = 100,
    answers,
    input = '',
    now = 0,
  }: FakeIoOptions = {}) {
    this.#input = input;
    this.env = env;
    this.cwd = cwd;
    this.#now = now;
    this.program = program;
    this.#columns = columns;
    this.out = this.#output('out', isTTY);
    this.err = this.#output('err', isTTY);
    if (answers !== undefined) {
      const left = [...answers];
      this.ask = (question) => {
        this.questions.push(question);
        return Promise.resolve(left.shift() ?? '');
      };
    }
  }

  readHidden(): Promise<string> {
    return Promise.resolve(this.#input);
  }

  now(): number {
    return this.#now;
  }

  /** Sets the clock on, or back. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  monotonic(): number {
    return this.#now;
  }

  every(milliseconds: number, tick: () => void): () => void {
    let stopped = false;
    const again = () => {
      if (stopped) return;
      this.#now += milliseconds;
      this.waits.push(milliseconds);
      tick();
      setImmediate(again);
    };
    setImmediate(again);
    return () => {
      stopped = true;
    };
  }

  #output(name: 'out' | 'err', isTTY: boolean): Output {
    const write = (text: string) => {
      this.written[name] += text;
    };
    const stream = new Writable({
      write: (chunk, _encoding, done) => {
        write(String(chunk));
        done();
      },
    });
    // Methods that libraries draw with. The position of the cursor does not matter here.
    const cursor = {
      isTTY,
      columns: this.#columns,
      clearLine: () => true,
      cursorTo: () => true,
      moveCursor: () => true,
    };
    return {
      write,
      isTTY,
      columns: this.#columns,
      stream: Object.assign(stream, cursor) as unknown as NodeJS.WriteStream,
    };
  }
}

/** Runs a command line in this process. */
export async function runCli(args: readonly string[], options: FakeIoOptions = {}) {
  const io = new FakeIo(options);
  const code = await runProgram(args, io);
  return { code, stdout: io.written.out, stderr: io.written.err, io };
}
