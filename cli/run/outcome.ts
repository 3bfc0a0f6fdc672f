import type { RunSummary, StreamEvent } from '../../events/types.ts';

/** What a run has to show for itself in the end. */
export interface RunOutcome {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly executionArn: string;
  /** The execution's output; absent when it did not succeed. */
  readonly summary?: RunSummary;
  /** What the stream holds, as read back from it. */
  readonly stream: StreamContents;
  readonly credits: Credits;
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

export interface Credits {
  /** By Watchmode's own counter, before and after; null when it could not be read. */
  readonly spent: number | null;
}

/** Where things are that the run leaves behind. */
export interface RunTraces {
  readonly historyFolder: string;
  readonly streamName: string;
  /** Some events as read back from the stream. */
  readonly samples: readonly StreamEvent[];
  readonly retries: string;
}

/** A Lambda error's cause is a JSON text; its message is what a person wants to read. */
export function readableCause(cause: string): string {
  try {
    const parsed: unknown = JSON.parse(cause);
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed) {
      return String(parsed.errorMessage);
    }
  } catch {
    // Not every cause is JSON: Step Functions' own are sentences.
  }
  return cause;
}
