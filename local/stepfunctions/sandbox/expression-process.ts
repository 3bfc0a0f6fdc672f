import { constants, setPriority } from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { EXPRESSIONS } from '../interpreter/jsonata/expression-cache.ts';
import { ALLOWED } from '../interpreter/jsonata/limits.ts';
import type { Outcome } from '../interpreter/jsonata/outcome.ts';
import { outcomeOf } from '../interpreter/jsonata/outcome-of.ts';
import type { Clock, SandboxRequest } from '../interpreter/ports.ts';
import { hasErrorCode } from '../adapters/error-facts.ts';
import { nodeHash } from '../adapters/hash.ts';
import { systemRandom } from '../adapters/random.ts';
import { RealClock } from '../adapters/real-clock.ts';
import { EXIT } from './exit-codes.ts';

// The program that evaluates expressions for `ProcessSandbox`, one at a time. A worker thread evaluates, so that the
// main thread can react when the parent exits.

/** The heap limit of an evaluation in MiB. The limit on AWS is far lower. */
const MEMORY_MIB = 256;
const LOOK_EVERY_MS = 50;

if (isMainThread) supervise(new RealClock(), Number(process.argv[2]));
else serve();

/** @param cpuMs The CPU time limit of one evaluation in milliseconds. */
function supervise(clock: Clock, cpuMs: number): void {
  // The API and the other executions have priority.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const thread = new Worker(new URL(import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MIB },
  });
  let evaluation = new AbortController();
  process.on('message', (request) => {
    evaluation = new AbortController();
    exitWhenOutOfTime(clock, cpuMs, evaluation.signal);
    thread.postMessage(request);
  });
  thread.on('message', (outcome: Outcome) => {
    evaluation.abort();
    process.send?.(outcome);
  });
  thread.on('error', (error) => {
    process.exit(hasErrorCode(error, 'ERR_WORKER_OUT_OF_MEMORY') ? EXIT.outOfMemory : 1);
  });
  process.on('disconnect', () => process.exit());
  // The parent may have exited while this program was loading.
  if (!process.connected) process.exit();
  // A terminal sends these to all its processes. The parent decides when this process exits.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
}

function exitWhenOutOfTime(clock: Clock, cpuMs: number, signal: AbortSignal): void {
  const before = process.cpuUsage();
  const look = async (): Promise<void> => {
    for (;;) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      const { user, system } = process.cpuUsage(before);
      if (user + system > cpuMs * 1000) process.exit(EXIT.outOfTime);
    }
  };
  look().catch((reason: unknown) => {
    if (!signal.aborted) throw reason;
  });
}

function serve(): void {
  parentPort?.on('message', ({ source, variables, now }: SandboxRequest) => {
    const host = { now, random: systemRandom, hash: nodeHash };
    // Cannot throw: the parent has compiled the text before.
    void outcomeOf(EXPRESSIONS.compile(source), variables, { host, limits: ALLOWED, size: Infinity }).then(
      (outcome) => parentPort?.postMessage(plain(outcome)),
    );
  });
}

/** Removes the cause of a fault, which may hold functions that cannot be sent. */
function plain(outcome: Outcome): Outcome {
  return outcome.kind === 'fault' ? { kind: 'fault', text: outcome.text } : outcome;
}
