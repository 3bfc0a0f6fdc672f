import { setMaxListeners } from 'node:events';
import { closeSync } from 'node:fs';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { calledAs } from './called-as.ts';
import { Interrupted } from '../operate/errors.ts';
import type { Io, Output } from '../operate/io.ts';
import { runProgram } from './program.ts';

// The AWS SDK warns on every start that it will drop Node 20, which does not belong in each run's output.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const interruption = new AbortController();
// Every request in flight adds a listener, and a page of the console has a few dozen requests.
setMaxListeners(0, interruption.signal);
const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
/** True once the terminal was closed. */
let isHungUp = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // A second signal ends the process at once.
    if (signal === 'SIGHUP') isHungUp = true;
    if (interruption.signal.aborted) {
      process.stderr.write('\ntvguide: ended at once\n');
      process.exit(128 + constants.signals[signal]);
    }
    // Pending work rejects with this reason.
    interruption.abort(new Interrupted(`stopped by ${signal}`));
  });
}

function outputOf(stream: NodeJS.WriteStream): Output {
  // `isTTY` of a pipe is undefined. A pseudo terminal without a width cannot be drawn on.
  const hasWidth = () => (stream.isTTY as boolean | undefined) === true && stream.columns > 0;
  return {
    write: (text) => void stream.write(text),
    isTTY: hasWidth(),
    // The width may change.
    get columns() {
      return hasWidth() ? stream.columns : 80;
    },
    stream,
  };
}

const io: Io = {
  out: outputOf(process.stdout),
  err: outputOf(process.stderr),
  env: process.env,
  cwd: process.cwd(),
  program: calledAs(process.argv[1], process.env, process.cwd()),
  interrupted: interruption.signal,
  now: Date.now,
  monotonic: () => performance.now(),
  every(milliseconds, tick) {
    const timer = setInterval(tick, milliseconds);
    return () => clearInterval(timer);
  },
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
  readHidden,
};

/** Handles Ctrl-C for readline, which intercepts it. */
function interrupt(): void {
  interruption.abort(new Interrupted('stopped by SIGINT'));
}

async function readHidden(question: string): Promise<string> {
  const { signal } = interruption;
  if (process.stdin.isTTY) {
    const { askHidden } = await import('./ask-hidden.ts');
    const key = await askHidden(question, process.stdin, process.stderr, { interrupt, interrupted: signal });
    signal.throwIfAborted();
    return key;
  }
  const { readTextFile } = await import('./read-text-file.ts');
  return readTextFile('/dev/stdin', { cwd: process.cwd(), interrupted: signal });
}

async function ask(question: string): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  // A question is not a result, so it goes to stderr.
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  terminal.on('SIGINT', interrupt);
  // Ctrl-D ends the input without an answer.
  const ended = new Promise<string>((resolve) => {
    terminal.once('close', () => {
      resolve('');
    });
  });
  try {
    return await Promise.race([terminal.question(question, { signal: interruption.signal }), ended]);
  } finally {
    terminal.close();
  }
}

// A reader that stops early (`| head`) is not a failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    // The terminal was closed. Running work is stopped in order.
    if (error.code === 'EIO') {
      isHungUp = true;
      interruption.abort('SIGHUP');
      return;
    }
    // A full disk, mostly. The message fails as well if it would go to the same stream.
    if (stream === process.stdout)
      process.stderr.write(`tvguide: stdout cannot be written: ${error.message}\n`);
    process.exit(1);
  });
}

process.on('exit', () => {
  if (!isHungUp) return;
  // At its end, Node resets the terminal, and aborts if that fails.
  for (const descriptor of terminals) closeSync(descriptor);
});

process.exitCode = await runProgram(process.argv.slice(2), io);

if (interruption.signal.aborted) {
  // Requests and pauses of stopped tasks may still be pending, and must not delay the end.
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise((resolve) => stream.write('', resolve));
  }
  process.exit();
}
