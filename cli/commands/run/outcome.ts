import { counted } from '../../../operate/format/plural.ts';
import type { RunResult } from '../../progress/run-result.ts';
import type { StreamSummary } from '../../../operate/stream/summarise-stream.ts';
import type { TitleNames } from '../../title-names.ts';
import type { RootCause } from '../../../operate/run/root-cause.ts';

/** The outcome of a run. */
export interface RunOutcome {
  readonly ending: RunResult;
  readonly streamName: string;
  /** The contents of the stream as read back; null if that failed or was interrupted. */
  readonly stream: StreamSummary | null;
  /** The reason that the stream could not be read back. */
  readonly streamError: string | undefined;
  /** The contents of the catalogue after the run; null without a consumer, or after an interruption. */
  readonly catalogue: { readonly titles: number; readonly rows: number } | null;
  /** The root causes of a failure. */
  readonly causes: readonly RootCause[];
  /** The names of the titles in the report. */
  readonly names: TitleNames;
  /** True for a redrive. Its stream holds only the records of the redrive. */
  readonly isRedrive: boolean;
  /** Credits by Watchmode's own counter; null if unknown. */
  readonly creditsSpent: number | null;
  /** The faults of `--faults`. */
  readonly faults?: string;
  /** The time from the call of the command to the end of reading back, in milliseconds. */
  readonly elapsedMs: number;
}

/** Returns the outcome for `--json`. */
export function outcomeAsJson(outcome: RunOutcome) {
  const { ending, causes, stream, streamError, catalogue, creditsSpent, elapsedMs } = outcome;
  const { status, executionArn, summary, failedState, error, cause } = ending;
  return {
    status,
    executionArn,
    summary,
    stream: streamAsJson(stream),
    streamError,
    catalogue: catalogue ?? undefined,
    credits: { spent: creditsSpent },
    elapsedMs,
    failedState,
    error,
    cause,
    rootCauses: causes.length === 0 ? undefined : causes,
  };
}

/** Returns the counts of a stream for `--json`; null if it was not read. */
export function streamAsJson(stream: StreamSummary | null) {
  if (stream === null) return null;
  const { records, events, distinctIds } = stream;
  return { records, events, distinctIds };
}

/**
 * Compares the titles on the stream with the summary and describes a difference; undefined if there is none. An event
 * may occur twice: if a response of the stream is lost, its records are put again with the same ids.
 */
export function streamFault({ ending, stream, streamError, isRedrive }: RunOutcome): string | undefined {
  if (streamError !== undefined) return `the stream could not be read back: ${streamError}`;
  const { summary } = ending;
  if (summary === undefined || stream === null || isRedrive) return undefined;
  const expected = summary.dryRun ? 0 : summary.published;
  const { titles } = stream;
  if (titles === expected) return undefined;
  return `the stream holds ${counted(titles, 'event of a title', 'events of titles')}, but ${expected} ${expected === 1 ? 'was' : 'were'} published`;
}
