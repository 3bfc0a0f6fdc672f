import { conformsTo } from '../../../events/validate.ts';
import type { RunHead, RunNumbers, SetAside } from '../../api/index.ts';

/** What an execution's input says of it, as far as it says anything. */
export interface InputFacts {
  readonly feed: string | null;
  readonly window: { readonly start: string; readonly end: string } | null;
  /** How many titles it names. */
  readonly titles: number | null;
  readonly dryRun: boolean;
}

/** Reads what a run was asked for. An input that is none of ours says nothing. */
export function factsOfInput(input: string | undefined): InputFacts {
  const value: unknown = input === undefined ? undefined : JSON.parse(input);
  if (!conformsTo('ExecutionInput', value)) return { feed: null, window: null, titles: null, dryRun: false };
  const { feed = null, window = null, titleIds, dryRun = false } = value;
  return { feed, window, titles: titleIds?.length ?? null, dryRun };
}

/** What an execution's output says of it. */
export interface OutputFacts {
  readonly numbers: RunNumbers;
  readonly feed: string;
  readonly window: InputFacts['window'];
  readonly correctedWatermark: RunHead['correctedWatermark'];
  /** The first of the titles without a record, and how many more there are. */
  readonly setAside: readonly SetAside[];
  readonly setAsideOmitted: number;
}

/** What became of a run's titles, with the feed and the window that it resolved; null before the end. */
export function factsOfOutput(output: string | undefined): OutputFacts | null {
  const value: unknown = output === undefined ? undefined : JSON.parse(output);
  if (!conformsTo('RunSummary', value)) return null;
  const { discovered, published, skipped, deferred, rejected, creditsUsed, feed, window } = value;
  return {
    numbers: { discovered, published, skipped, deferred, rejected, creditsUsed },
    feed,
    window,
    correctedWatermark: value.correctedWatermark ?? null,
    setAside: value.setAside.map(({ titleId, outcome, reason }) => ({ titleId, outcome, reason })),
    setAsideOmitted: value.setAsideOmitted,
  };
}
