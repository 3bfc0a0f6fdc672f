import { conformsTo } from '../../../events/validate.ts';
import { describeSweep } from '../../../operate/run/describe-sweep.ts';
import type { RunHead, RunNumbers, RunRow } from '../../api/index.ts';

/** The facts in the input of an execution. */
export type InputFacts = Pick<RunRow, 'feed' | 'window' | 'titles' | 'dryRun' | 'isOpenWindow'>;

/** Reads the input of a run. All facts are null if it does not match the schema. */
export function factsOfInput(input: string | undefined): InputFacts {
  const value: unknown = input === undefined ? undefined : JSON.parse(input);
  if (!conformsTo('ExecutionInput', value))
    return { feed: null, window: null, titles: null, dryRun: false, isOpenWindow: false };
  const { feed = null, window = null, titleIds, dryRun = false } = value;
  const isOpenWindow = window === null && titleIds === undefined;
  return { feed, window, titles: titleIds?.length ?? null, dryRun, isOpenWindow };
}

/** The facts in the output of an execution. */
export interface OutputFacts extends Pick<
  RunHead,
  'window' | 'correctedWatermark' | 'setAside' | 'setAsideOmitted'
> {
  readonly numbers: RunNumbers;
  readonly feed: string;
}

/** Reads the output of a run; null before its end, or if it does not match the schema. */
export function factsOfOutput(output: string | undefined): OutputFacts | null {
  const value: unknown = output === undefined ? undefined : JSON.parse(output);
  if (!conformsTo('RunSummary', value)) return null;
  const { discovered, published, skipped, deferred, rejected, creditsUsed, feed, window, plan } = value;
  const sweep = value.sweep ?? null;
  return {
    numbers: {
      ...{ discovered, published, skipped, deferred, rejected, creditsUsed },
      plan: plan ?? null,
      sweep: sweep === null ? null : describeSweep(sweep, value.dryRun),
    },
    feed,
    window,
    correctedWatermark: value.correctedWatermark ?? null,
    setAside: value.setAside.map(({ titleId, outcome, reason }) => ({ titleId, outcome, reason })),
    setAsideOmitted: value.setAsideOmitted,
  };
}
