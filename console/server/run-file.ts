import { randomUUID } from 'node:crypto';
import type { DescribeExecutionOutput, DescribeMapRunOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { RequestProblem } from './problem.ts';
import type { RunModel } from './run-model.ts';
import type { RunSource } from './run-source.ts';

/** Says what a file is, and which of its shapes. */
const FORMAT = 'tvguide.run/1';

/** A run as one file: what Step Functions tells of it, in the shapes of its API. */
interface RunFile {
  readonly format: typeof FORMAT;
  readonly execution: Partial<DescribeExecutionOutput>;
  readonly definition: unknown;
  readonly mapRuns: readonly DescribeMapRunOutput[];
  readonly events: readonly HistoryEvent[];
}

/** Puts a run into a file. The children of a Map Run are counted in it, and are exported by themselves. */
export async function exportRun(model: RunModel): Promise<RunFile> {
  return {
    format: FORMAT,
    execution: model.description,
    definition: await model.definition(),
    mapRuns: model.mapRuns,
    events: model.events,
  };
}

/** A run from a file. @throws RequestProblem for a file that is none */
export function importRun(value: unknown): RunSource {
  if (!isRunFile(value))
    throw new RequestProblem(400, 'this is not an exported run: it must be a file that "Export" made');
  const revived = JSON.parse(JSON.stringify(value), revive) as RunFile;
  return new FileSource(revived);
}

/** The ARN under which a run from a file is known here: an execution's of this state machine, which has no such name. */
export function importedArn(stateMachineArn: string): string {
  return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:file-${randomUUID()}`;
}

class FileSource implements RunSource {
  readonly imported = true;
  #isRead = false;

  constructor(readonly file: RunFile) {}

  get hasMore(): boolean {
    return !this.#isRead;
  }

  describe(): Promise<DescribeExecutionOutput> {
    return Promise.resolve(this.file.execution as DescribeExecutionOutput);
  }

  next(): Promise<HistoryEvent[]> {
    const events = this.#isRead ? [] : [...this.file.events];
    this.#isRead = true;
    return Promise.resolve(events);
  }

  definition(): Promise<string> {
    return Promise.resolve(JSON.stringify(this.file.definition));
  }

  mapRun(mapRunArn: string): Promise<DescribeMapRunOutput> {
    const found = this.file.mapRuns.find((mapRun) => mapRun.mapRunArn === mapRunArn);
    if (found === undefined) throw new RequestProblem(400, `the file lacks the Map Run ${mapRunArn}`);
    return Promise.resolve(found);
  }
}

function isRunFile(value: unknown): value is RunFile {
  if (typeof value !== 'object' || value === null) return false;
  const { format, execution, definition, mapRuns, events } = value as Record<string, unknown>;
  const isObject = (each: unknown) => typeof each === 'object' && each !== null;
  return (
    format === FORMAT &&
    isObject(execution) &&
    isObject(definition) &&
    Array.isArray(mapRuns) &&
    Array.isArray(events) &&
    events.every((event, index) => isObject(event) && (event as HistoryEvent).id === index + 1)
  );
}

const MOMENTS = new Set(['timestamp', 'startDate', 'stopDate', 'redriveDate']);

function revive(key: string, value: unknown): unknown {
  return MOMENTS.has(key) && typeof value === 'string' ? new Date(value) : value;
}
