import type { DescribeExecutionCommandOutput } from '@aws-sdk/client-sfn';
import type { RunSummary, StreamEvent } from '../../../events/types.ts';
import { conformsTo } from '../../../events/validate.ts';

/** What a run has to show for itself in the end. */
export interface RunOutcome {
  readonly status: string;
  readonly executionArn: string;
  /** The execution's output; absent when it did not succeed. */
  readonly summary?: RunSummary;
  /** What the stream holds, as read back from it; null when that failed, or when the user did not wait for it. */
  readonly stream: StreamContents | null;
  /** Why the stream could not be read back. */
  readonly streamError?: string;
  readonly credits: Credits;
  /** From the call of the command to the end of reading back, in milliseconds. */
  readonly elapsedMs: number;
  readonly error?: string;
  readonly cause?: string;
}

export interface StreamContents {
  /** Kinesis records. */
  readonly records: number;
  /** Stream events in them: several in a record when records are aggregated. */
  readonly events: number;
  readonly distinctIds: number;
}

/** What reading the stream back came to. */
export interface ReadBack {
  readonly stream: StreamContents | null;
  readonly streamError?: string;
}

export interface Credits {
  /** By Watchmode's own counter, before and after; null when it does not say. */
  readonly spent: number | null;
}

/** Where things are that the run leaves behind. */
export interface RunTraces {
  readonly dataFolder: string;
  readonly streamName: string;
  /** Some events as read back from the stream. */
  readonly samples: readonly StreamEvent[];
  /** What was read back and is no event of ours: how many, and what is wrong with the first. */
  readonly foreign: number;
  readonly foreignSample: string;
  /** What is wrong with what the stream holds; see {@link streamFault}. */
  readonly fault: string | undefined;
  readonly isRedrive: boolean;
  /** In words; empty when there were none. */
  readonly retries: string;
}

/** Puts together what Step Functions, the stream and Watchmode say of a run. */
export function readOutcome(
  { status, executionArn = '', output, error, cause }: DescribeExecutionCommandOutput,
  { stream, streamError }: ReadBack,
  credits: Credits,
  elapsedMs: number,
): RunOutcome {
  const summary: unknown = output === undefined ? undefined : JSON.parse(output);
  const hasSummary = summary !== undefined && conformsTo('RunSummary', summary);
  if (status === 'SUCCEEDED' && !hasSummary) {
    throw new Error(`The output of ${executionArn} is no run summary: ${output ?? 'there is none'}`);
  }
  return {
    status: status ?? 'UNKNOWN',
    executionArn,
    ...(hasSummary ? { summary } : {}),
    stream: stream === null ? null : pick(stream),
    ...(streamError === undefined ? {} : { streamError }),
    credits,
    elapsedMs,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

const pick = ({ records, events, distinctIds }: StreamContents): StreamContents => ({
  records,
  events,
  distinctIds,
});

/**
 * What is wrong with what the stream holds, in words; undefined when it holds what the run published. A redrive has
 * a stream of its own, which holds only what the redrive published, and a dry run publishes nothing.
 */
export function streamFault(
  { summary, stream, streamError }: RunOutcome,
  isRedrive: boolean,
): string | undefined {
  if (streamError !== undefined) return `the stream could not be read back: ${streamError}`;
  if (summary === undefined || stream === null || isRedrive) return undefined;
  const expected = summary.dryRun ? 0 : summary.published;
  const { events, distinctIds } = stream;
  if (events === expected && distinctIds === expected) return undefined;
  return `the stream holds ${events} events with ${distinctIds} distinct ids, but ${expected} were published`;
}
