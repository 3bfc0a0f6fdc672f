import { encodeProgress } from '../../events/feed-progress.ts';
import type * as contracts from '../../events/types.ts';
import { SettleDeferredInput } from '../../events/validators.mjs';
import type { TaskHandler } from '../shared/ports.ts';
import { readInput } from '../shared/read-input.ts';
import { readProgress } from '../shared/stored-progress.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import { judgeTitles } from './judge-titles.ts';
import { nextProgress } from './next-progress.ts';
import { rejectTitles } from './reject-titles.ts';

/** What {@link createSettleDeferred} needs. */
export interface SettleDeferredPorts {
  readonly telemetry: Telemetry;
  /** How many runs may defer a title, before it is rejected for good. */
  readonly maxDeferrals: number;
}

/**
 * The task settle-deferred: takes a `SettleDeferredInput`, returns a `Settlement`.
 *
 * It works out what is kept of the feed from now on: how far it has been ingested, and which titles the next run fetches
 * again. It changes nothing itself; the state machine writes the parameter.
 *
 * Rejects with InvalidInput, or with ConfigurationError when the parameter holds something else.
 */
export function createSettleDeferred(ports: SettleDeferredPorts): TaskHandler<contracts.Settlement> {
  return (event) => Promise.resolve().then(() => settle(readInput({ SettleDeferredInput }, event), ports));
}

function settle(
  input: contracts.SettleDeferredInput,
  { telemetry, maxDeferrals }: SettleDeferredPorts,
): contracts.Settlement {
  const { feed } = input.run;
  const stored = readProgress(input.parameter);
  const titles = judgeTitles(input, stored.waiting, maxDeferrals);
  const { progress, kept } = nextProgress(input.run, stored.watermark, titles);
  titles.rejected.forEach((title) => telemetry.log('warn', 'rejected a title for good', { ...title, feed }));
  telemetry.measure({ TitlesRejected: titles.rejected.length }, { feed });
  return { parameter: encodeProgress(kept), tally: rejectTitles(input.tally, titles.rejected), progress };
}
