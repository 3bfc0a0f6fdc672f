import { formatInstant } from '../../../../events/instant.ts';
import { counted } from '../../../../operate/format/plural.ts';
import type { RunResult } from '../../../progress/run-result.ts';
import type { TitleNames } from '../../../title-names.ts';
import { type RunOutcome, streamAsJson } from '../outcome.ts';
import type { Change, DayChanges } from './day-changes.ts';

/** The sweep of a day. */
export interface SweptDay {
  /** In whole seconds, in epoch milliseconds. */
  readonly startedAt: number;
  readonly ending: RunResult;
  /** Null if unknown. */
  readonly credits: number | null;
}

/** The outcome of a series of sweeps. */
export interface DaysOutcome extends Pick<
  RunOutcome,
  'stream' | 'streamError' | 'catalogue' | 'streamName' | 'ending' | 'causes' | 'names' | 'elapsedMs'
> {
  /** The number of days that were to be swept. */
  readonly wanted: number;
  readonly swept: readonly SweptDay[];
  readonly changes: DayChanges;
  /** The names of the titles that have arrived or left, with the year where it is known. */
  readonly titleNames: TitleNames;
}

/** Returns the day of a sweep, in UTC: `2026-11-24`. */
export function dayOf({ startedAt }: SweptDay): string {
  return formatInstant(startedAt).slice(0, 10);
}

/** Compares the stream with the summaries and describes a difference; undefined if there is none. */
export function daysFault({ swept, changes, stream, streamError }: DaysOutcome): string | undefined {
  if (streamError !== undefined) return `the stream could not be read back: ${streamError}`;
  if (stream === null) return undefined;
  const summaries = swept.flatMap(({ ending }) => ending.summary ?? []);
  // A sweep without a summary has published an unknown number of titles.
  if (summaries.length < swept.length) return undefined;
  const published = summaries.reduce((sum, summary) => sum + summary.published, 0);
  const departures = summaries.reduce((sum, summary) => sum + (summary.sweep?.left ?? 0), 0);
  const left = swept.reduce((sum, _, index) => sum + changes.of(index).left.length, 0);
  if (stream.titles === published && left === departures) return undefined;
  const held = `${counted(stream.titles, 'title', 'titles')} and ${counted(left, 'departure', 'departures')}`;
  return `the stream holds ${held}, but ${published} and ${departures} were published`;
}

/** Returns the outcome for `--json`. */
export function daysAsJson(outcome: DaysOutcome) {
  const { swept, changes, titleNames, stream, streamError, catalogue, ending, causes, elapsedMs } = outcome;
  const named = ({ titleId, services }: Change) => ({
    titleId,
    title: titleNames.get(titleId) ?? null,
    services,
  });
  return {
    status: ending.status,
    days: swept.map((day, index) => ({
      day: dayOf(day),
      executionArn: day.ending.executionArn,
      status: day.ending.status,
      summary: day.ending.summary,
      credits: day.credits,
      arrived: changes.of(index).arrived.map(named),
      left: changes.of(index).left.map(named),
    })),
    credits: { spent: swept.reduce((sum, { credits }) => sum + (credits ?? 0), 0) },
    stream: streamAsJson(stream),
    streamError,
    catalogue: catalogue ?? undefined,
    elapsedMs,
    failedState: ending.failedState,
    error: ending.error,
    cause: ending.cause,
    rootCauses: causes.length === 0 ? undefined : causes,
  };
}
