import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measurement } from './measure.ts';
import { call, inputOfLastHour, pause, type Runtime, start, stop } from './up.ts';

const STARTS = 100;
const TITLES = 372;
const MAX_ANSWER_MS = 200;
/** The pause between two rounds of requests. */
const PAUSE_MS = 20;

/** Response times in milliseconds: wall time, and processor time of the runtime's main thread. */
interface Answers {
  readonly wall: number[];
  readonly busy: number[];
}

/**
 * Starts a hundred runs of 372 titles at once. Measures how long the API meanwhile takes to list executions, describe
 * one and return its history, and checks that all runs succeed.
 *
 * @param tvguide the path of `bin/tvguide.mjs`
 */
export async function measureManyStarts(tvguide: string): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'tvguide-bench-'));
  const { up, runtime } = await start(tvguide, folder, TITLES);
  try {
    const answers: Answers = { wall: [], busy: [] };
    const { stateMachineArn } = runtime;
    const input = inputOfLastHour();
    const starts = await Promise.all(
      Array.from({ length: STARTS }, () => call(runtime, 'StartExecution', { stateMachineArn, input })),
    );
    const { executionArn } = starts[0] ?? {};
    while ((await running(runtime, answers, up.pid)) > 0) {
      await asked(runtime, answers, up.pid)('DescribeExecution', { executionArn });
      await asked(runtime, answers, up.pid)('GetExecutionHistory', { executionArn, maxResults: 100 });
      await pause(PAUSE_MS);
    }
    const { executions } = await call(runtime, 'ListExecutions', {
      stateMachineArn,
      statusFilter: 'SUCCEEDED',
      maxResults: 1000,
    });
    const succeeded = (executions as readonly object[]).length;
    const answer = percentile(answers.wall, 0.99);
    return {
      what: `API during ${STARTS} runs started at once`,
      value:
        `99 of 100 answers within ${answer} ms (${percentile(answers.busy, 0.99)} ms of processor time), ` +
        `${succeeded} runs succeeded`,
      target: `${MAX_ANSWER_MS} ms or less, all succeed`,
      isMet: answer <= MAX_ANSWER_MS && succeeded === STARTS,
    };
  } finally {
    await stop(up);
    await rm(folder, { recursive: true });
  }
}

/** Counts the running executions, up to 10. */
async function running(runtime: Runtime, answers: Answers, pid: number | undefined): Promise<number> {
  const { stateMachineArn } = runtime;
  const query = { stateMachineArn, statusFilter: 'RUNNING', maxResults: 10 };
  const { executions } = await asked(runtime, answers, pid)('ListExecutions', query);
  return (executions as readonly object[]).length;
}

/** Wraps {@link call} and records its response time. */
function asked(runtime: Runtime, { wall, busy }: Answers, pid: number | undefined): Call {
  return async (operation, body) => {
    const [startedAt, busyBefore] = [performance.now(), await busyMs(pid)];
    const result = await call(runtime, operation, body);
    wall.push(performance.now() - startedAt);
    busy.push((await busyMs(pid)) - busyBefore);
    return result;
  };
}

type Call = (operation: string, body: object) => Promise<Record<string, unknown>>;

/** Returns the processor time of a process's main thread, in milliseconds. NaN except on Linux. */
async function busyMs(pid = 0): Promise<number> {
  const text = await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').catch(() => 'NaN');
  return Number(text.split(' ')[0]) / 1e6;
}

function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN);
}
