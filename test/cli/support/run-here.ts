import { runProgram } from '../../../cli/program.ts';
import type { ChildOptions, Ended } from './child.ts';
import { FakeIo } from './fake-io.ts';

/** A {@link FakeIo} with the time of this machine, for commands that work with servers. */
export class TimedIo extends FakeIo {
  override now(): number {
    return Date.now();
  }

  override monotonic(): number {
    return performance.now();
  }

  override every(milliseconds: number, tick: () => void): () => void {
    const timer = setInterval(tick, milliseconds);
    return () => clearInterval(timer);
  }
}

/**
 * Runs `tvguide` in this process, with real servers and in real time. A new process takes a second of CPU to load. Run
 * one at a time: Jest mixes up modules that two of them load on demand at once.
 */
export async function runHere(args: readonly string[], options: ChildOptions): Promise<Ended> {
  const io = new TimedIo(options);
  const code = await runProgram(args, io);
  return { code, stdout: io.written.out, stderr: io.written.err };
}
