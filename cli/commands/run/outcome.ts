import type { RunResult } from '../../progress/run-result.ts';
import type { StreamSummary } from '../../../operate/stream/summarise-stream.ts';
import type { RootCause } from '../../../operate/run/root-cause.ts';

/** What a run has to show for itself in the end. */
export interface RunOutcome {
  readonly ending: RunResult;
  readonly streamName: string;
  /** What the stream holds, as read back from it; null when that failed, or when the user did not wait for it. */
  readonly stream: StreamSummary | null;
  /** Why the stream could not be read back. */
  readonly streamError: string | undefined;
  /** What made the execution fail in the first place; empty when it did not fail. */
  readonly causes: readonly RootCause[];
  /** A redrive has a stream of its own, which holds only what the redrive published. */
  readonly isRedrive: boolean;
  /** Watchmode credits by its own counter; null when it does not say. */
  readonly creditsSpent: number | null;
  /** From the call of the command to the end of reading back, in milliseconds. */
  readonly elapsedMs: number;
}

/** The outcome as `--json` prints it. */
export function outcomeAsJson({ ending, causes, stream, streamError, creditsSpent, elapsedMs }: RunOutcome) {
  const { status, executionArn, summary, failedState, error, cause } = ending;
  return {
    status,
    executionArn,
    summary,
    stream:
      stream === null
        ? null
        : { records: stream.records, events: stream.events, distinctIds: stream.distinctIds },
    streamError,
    credits: { spent: creditsSpent },
    elapsedMs,
    failedState,
    error,
    cause,
    rootCauses: causes.length === 0 ? undefined : causes,
  };
}

/**
 * What is wrong with what the stream holds, in words; undefined when it holds what the run published. An event may be there
 * twice: when an answer of the stream is lost, its records are put again, with the same ids.
 */
export function streamFault({ ending, stream, streamError, isRedrive }: RunOutcome): string | undefined {
  if (streamError !== undefined) return `the stream could not be read back: ${streamError}`;
  const { summary } = ending;
  if (summary === undefined || stream === null || isRedrive) return undefined;
  const expected = summary.dryRun ? 0 : summary.published;
  const { events, distinctIds } = stream;
  if (distinctIds === expected) return undefined;
  return `the stream holds ${events} events with ${distinctIds} distinct ids, but ${expected} were published`;
}
