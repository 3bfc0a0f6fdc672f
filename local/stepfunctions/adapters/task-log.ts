import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { namesIn } from '../interpreter/arn.ts';
import { isObject } from '../interpreter/json.ts';
import type { TaskCall } from '../interpreter/ports.ts';
import { hasErrorCode, messageOf } from './error-facts.ts';

/** The folder of the logs within the data folder. */
export const TASK_LOGS = 'logs';

/** Names that are valid on every file system. */
const PLAIN_NAME = /^(?!\.+$)[\w.-]{1,120}$/;

/**
 * Returns the path of the log of a top-level execution and its child executions. The file has JSON lines with
 * `timestamp` and the `executionArn`, `state` and `eventId` of the attempt.
 *
 * @param executionArn The top-level execution.
 */
export function taskLogPath(dataFolder: string, executionArn: string): string {
  const { machineName, name } = namesIn(executionArn);
  return join(dataFolder, TASK_LOGS, fileName(machineName), `${fileName(name)}.jsonl`);
}

function fileName(name: string): string {
  return PLAIN_NAME.test(name) ? name : createHash('sha256').update(name).digest('hex');
}

/** The attempt of a Task state that writes a line. */
export type Attempt = Pick<TaskCall, 'executionArn' | 'stateName' | 'eventId'>;

// Shared by all instances: Node.js 20 never frees an AsyncLocalStorage, and each slows down every promise.
const attempts = new AsyncLocalStorage<Attempt>();

export interface TaskLogOptions {
  readonly dataFolder: string;
  /** Returns the top-level execution of an execution. */
  readonly topLevelOf: (executionArn: string) => string;
  readonly warn: (message: string) => void;
}

/**
 * The logs of tasks, one file for each top-level execution. Retries and redrives append to it. If a log cannot be
 * written, the task does not fail.
 * @example
 * const taskLog = new TaskLog({ dataFolder, warn, topLevelOf: (arn) => store.topLevelOf(arn) });
 * const greet = { handler: async () => taskLog.writeLine('{"message":"Hello"}') };
 * await startStepFunctions({ dataFolder, region, accountId, warn, store, taskLog, functions: { greet } });
 */
export class TaskLog {
  readonly #options: TaskLogOptions;
  #lines = new Map<string, string[]>();
  #writing: Promise<void> | undefined;
  #isFailing = false;

  constructor(options: TaskLogOptions) {
    this.#options = options;
  }

  /** Runs a task. Its lines are attributed to `attempt`. */
  during<T>(attempt: Attempt, work: () => Promise<T>): Promise<T> {
    return attempts.run(attempt, work);
  }

  /** Writes a line of the running task. */
  readonly writeLine = (line: string): void => {
    const attempt = attempts.getStore();
    if (attempt === undefined) return;
    const { executionArn, stateName: state, eventId } = attempt;
    const path = taskLogPath(this.#options.dataFolder, this.#options.topLevelOf(executionArn));
    const text = `${JSON.stringify({ ...factsOf(line), executionArn, state, eventId })}\n`;
    const lines = this.#lines.get(path);
    if (lines === undefined) this.#lines.set(path, [text]);
    else lines.push(text);
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
  };

  /** Waits for writes in progress. */
  async close(): Promise<void> {
    await this.#writing;
  }

  async #write(): Promise<void> {
    while (this.#lines.size > 0) {
      const taken = this.#lines;
      this.#lines = new Map();
      for (const [path, lines] of taken) await this.#append(path, lines.join(''));
    }
  }

  async #append(path: string, text: string): Promise<void> {
    try {
      await appendFile(path, text, { mode: 0o600 }).catch(async (error: unknown) => {
        if (!hasErrorCode(error, 'ENOENT')) throw error;
        // Does not create the data folder: if it was removed, a log must not restore it.
        await makeFolder(dirname(dirname(path)));
        await makeFolder(dirname(path));
        await appendFile(path, text, { mode: 0o600 });
      });
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#options.warn(`cannot write the log of the tasks: ${messageOf(error)}`);
      this.#isFailing = true;
    }
  }
}

async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
  });
}

/** Returns the members of a line. Takes the time from CloudWatch's `_aws`, and omits the rest of it. */
function factsOf(line: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { message: line };
  }
  if (!isObject(value)) return { message: line };
  const { _aws, ...facts } = value;
  return isObject(_aws) && typeof _aws['Timestamp'] === 'number'
    ? { timestamp: new Date(_aws['Timestamp']).toISOString(), ...facts }
    : facts;
}
