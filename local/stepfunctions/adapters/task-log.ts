import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { namesIn } from '../interpreter/arn.ts';
import { isObject } from '../interpreter/json.ts';
import type { TaskCall } from '../interpreter/ports.ts';
import { hasErrorCode, messageOf } from './error-facts.ts';

/** The folder of the tasks' logs within the data folder. */
export const TASK_LOGS = 'logs';

/** Names that every file system takes as they are. */
const PLAIN_NAME = /^(?!\.+$)[\w.-]{1,120}$/;

/**
 * The file with what the tasks of a top-level execution, and of all its children, have written: JSON lines, each with
 * `timestamp`, and with `executionArn`, `state` and `eventId` of the attempt that wrote it.
 *
 * @param executionArn of the top-level execution
 */
export function taskLogPath(dataFolder: string, executionArn: string): string {
  const { machineName, name } = namesIn(executionArn);
  return join(dataFolder, TASK_LOGS, fileName(machineName), `${fileName(name)}.jsonl`);
}

function fileName(name: string): string {
  return PLAIN_NAME.test(name) ? name : createHash('sha256').update(name).digest('hex');
}

/** What made a task run. */
export type Attempt = Pick<TaskCall, 'executionArn' | 'stateName' | 'eventId'>;

// One for all: Node.js 20 keeps each that was ever used, and asks all of them at each promise.
const attempts = new AsyncLocalStorage<Attempt>();

export interface TaskLogOptions {
  readonly dataFolder: string;
  /** The top-level execution that an execution belongs to. */
  readonly topLevelOf: (executionArn: string) => string;
  readonly warn: (message: string) => void;
}

/**
 * Keeps what tasks write, one file a top-level execution, whose later attempts and redrives are added to it. A log
 * that cannot be written fails no task, and is written on when it can.
 *
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

  /** Runs a task, so that what it writes is known to be of this attempt. */
  during<T>(attempt: Attempt, work: () => Promise<T>): Promise<T> {
    return attempts.run(attempt, work);
  }

  /** Takes a line of a task. */
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

  /** Resolves when everything is written, or cannot be. */
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
      // Not the data folder: one that was removed is not to come back for a log.
      await makeFolder(dirname(dirname(path)));
      await makeFolder(dirname(path));
      await appendFile(path, text, { mode: 0o600 });
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

/** The facts of a line. What tells CloudWatch which of them are metrics says nothing here but the time. */
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
