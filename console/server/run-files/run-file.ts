import { randomUUID } from 'node:crypto';
import type {
  DescribeExecutionOutput,
  DescribeMapRunOutput,
  ExecutionListItem,
  HistoryEvent,
} from '@aws-sdk/client-sfn';
import { nameOf, partsOf, type StateMachineArn } from '../../../workflow/arns.ts';
import { RequestProblem } from '../http/request.ts';
import type { RunSource } from '../../../operate/run/run-source.ts';
import { readRunFile } from './read-run-file.ts';
import { safeName } from './run-file-json.mjs';

/** The format of the file and its version. */
export const FORMAT = 'tvguide.run/1';

/** The number of events of a file that are read at once: the console answers nothing else meanwhile. */
const EVENTS_AT_ONCE = 4_000;

/** An execution in a file, in the types of the Step Functions API. */
export interface ExecutionFile {
  readonly execution: Partial<DescribeExecutionOutput>;
  readonly mapRuns: readonly DescribeMapRunOutput[];
  readonly events: readonly HistoryEvent[];
}

/** The children of one Map Run in a file. */
export interface ChildrenFile {
  readonly mapRunArn: string;
  readonly definition: unknown;
  /** All child executions, as ListExecutions returns them. */
  readonly items: readonly ExecutionListItem[];
  /** The child executions with histories. */
  readonly executions: readonly ExecutionFile[];
}

/** An exported run. */
export interface RunFile extends ExecutionFile {
  readonly format: typeof FORMAT;
  readonly definition: unknown;
  /** Absent in files of older consoles. */
  readonly children?: readonly ChildrenFile[];
}

/** An imported run, under ARNs that no execution of Step Functions has. */
export interface ImportedRun {
  readonly arn: string;
  /** The run and its child executions. */
  readonly executions: readonly { readonly arn: string; readonly source: RunSource }[];
  readonly mapRuns: readonly ImportedMapRun[];
}

/** An imported Map Run. */
export interface ImportedMapRun {
  readonly mapRun: DescribeMapRunOutput;
  readonly items: readonly ExecutionListItem[];
}

/**
 * Imports a run from the content of a file.
 *
 * @param bytes are moved to another thread
 * @param breathe called before each part of a history is read, to let other requests go on
 * @throws RequestProblem if it is not an exported run
 */
export async function importRun(
  bytes: ArrayBuffer,
  stateMachineArn: StateMachineArn,
  breathe: () => Promise<void>,
): Promise<ImportedRun> {
  const arns = new ImportedArns(stateMachineArn);
  return runIn(await readRunFile(bytes, arns.mapRunPrefix), arns, breathe);
}

function runIn(value: unknown, arns: ImportedArns, breathe: () => Promise<void>): ImportedRun {
  const { format } = isObject(value) ? value : {};
  if (typeof format === 'string' && /^tvguide\.run\/\d+$/.test(format) && format !== FORMAT) {
    throw new RequestProblem(
      400,
      `this run was exported as ${format} by another version of the console: this version imports ${FORMAT}`,
    );
  }
  if (!isRunFile(value))
    throw new RequestProblem(400, 'this is not an exported run: choose a file that "Export" created');
  const { definition, children = [] } = value;
  const own = { arn: arns.run, source: new FileSource(value, definition, breathe) };
  const mapRuns = value.mapRuns.map((mapRun): ImportedMapRun => {
    const items = children.find(({ mapRunArn }) => mapRunArn === mapRun.mapRunArn)?.items ?? [];
    return {
      mapRun: { ...mapRun, executionArn: arns.run },
      items: items.map((item) => ({ ...item, executionArn: arns.child(item.executionArn) })),
    };
  });
  const held = children.flatMap(({ definition: ofChildren, executions }) =>
    executions.map((each) => ({
      arn: arns.child(each.execution.executionArn),
      source: new FileSource(each, ofChildren, breathe),
    })),
  );
  return { arn: arns.run, executions: [own, ...held], mapRuns };
}

/** True if an ARN belongs to an imported run. */
export function isImportedArn(arn: string): boolean {
  return /[:/]file-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(:|$)/.test(arn);
}

/** Creates the ARNs of one imported run: those of this state machine, with unique names. */
class ImportedArns {
  readonly #label = `file-${randomUUID()}`;
  readonly #prefix: string;
  readonly #machine: string;

  constructor(stateMachineArn: StateMachineArn) {
    this.#prefix = partsOf(stateMachineArn).prefix;
    this.#machine = nameOf(stateMachineArn);
  }

  get run(): string {
    return `${this.#prefix}:execution:${this.#machine}:${this.#label}`;
  }

  get mapRunPrefix(): string {
    return `${this.#prefix}:mapRun:${this.#machine}/${this.#label}:`;
  }

  child(arn = ''): string {
    return `${this.#prefix}:execution:${this.#machine}/${this.#label}:${safeName(nameOf(arn))}`;
  }
}

class FileSource implements RunSource {
  readonly imported = true;
  #read = 0;

  constructor(
    readonly file: ExecutionFile,
    readonly ofFile: unknown,
    readonly breathe: () => Promise<void>,
  ) {}

  get hasMore(): boolean {
    return this.#read < this.file.events.length;
  }

  describe(): Promise<DescribeExecutionOutput> {
    return Promise.resolve(this.file.execution as DescribeExecutionOutput);
  }

  async next(): Promise<HistoryEvent[]> {
    await this.breathe();
    const events = this.file.events.slice(this.#read, this.#read + EVENTS_AT_ONCE);
    this.#read += events.length;
    return events;
  }

  definition(): Promise<string> {
    return Promise.resolve(JSON.stringify(this.ofFile));
  }

  mapRun(mapRunArn: string): Promise<DescribeMapRunOutput> {
    const found = this.file.mapRuns.find((mapRun) => mapRun.mapRunArn === mapRunArn);
    if (found === undefined) throw new RequestProblem(400, 'the file lacks a Map Run that its history names');
    return Promise.resolve(found);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isExecutionFile(value: unknown): value is ExecutionFile {
  if (!isObject(value)) return false;
  const { execution, mapRuns, events } = value;
  return (
    isObject(execution) &&
    typeof execution['status'] === 'string' &&
    Array.isArray(mapRuns) &&
    mapRuns.every(isObject) &&
    Array.isArray(events) &&
    events.every((event, index) => isObject(event) && event['id'] === index + 1)
  );
}

function isChildrenFile(value: unknown): value is ChildrenFile {
  if (!isObject(value)) return false;
  const { mapRunArn, definition, items, executions } = value;
  return (
    typeof mapRunArn === 'string' &&
    isObject(definition) &&
    Array.isArray(items) &&
    items.every(isObject) &&
    Array.isArray(executions) &&
    executions.every(isExecutionFile)
  );
}

function isRunFile(value: unknown): value is RunFile {
  if (!isObject(value) || !isExecutionFile(value)) return false;
  const { format, definition, children = [] } = value as Record<string, unknown>;
  return (
    format === FORMAT && isObject(definition) && Array.isArray(children) && children.every(isChildrenFile)
  );
}
