import { NO_FAULTS, parseFaults } from '../../local/watchmode/fault-spec.ts';
import type { SeededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkCounts, checkKept, checkWatermarks } from '../progress-checks.ts';
import { checkCatchUp, checkIdentity, checkSecrets, checkWords, type Violation } from '../checks.ts';
import { API_KEY, Lab, type Ended, type LabOptions } from '../lab.ts';
import type { StreamEvent } from '../../events/types.ts';
import type { Turn } from './campaign.ts';

/** What a campaign has done in its laboratory. */
export interface Ordeal {
  /** In a few words, what was done. */
  readonly done: (events: readonly StreamEvent[]) => string;
  /** What every start left behind, in their order. */
  readonly endings: readonly Ended[];
  /** The maximum number of executions that were started. @default the number of endings */
  readonly executions?: number;
  /** The promises that this campaign is about. */
  readonly check: (events: readonly StreamEvent[]) => readonly Violation[];
}

/**
 * Opens a laboratory, lets runs suffer in it, checks the results, and closes it. The checks of every campaign are made
 * here: identity, words, secrets, and the observed states of the progress table.
 */
export async function inLab(options: LabOptions, suffer: (lab: Lab) => Promise<Ordeal>): Promise<Turn> {
  const lab = await Lab.open(options);
  try {
    const { done, endings, executions = endings.length, check } = await suffer(lab);
    const events = await lab.events();
    return {
      done: done(events),
      violations: [
        ...check(events),
        ...checkWatermarks(lab.looks),
        ...checkCounts(lab.looks, executions),
        ...checkIdentity(events),
        ...endings.flatMap((ended) => checkWords(ended, API_KEY)),
        ...checkSecrets(await lab.filesWithKey()),
      ],
    };
  } finally {
    await lab.close();
  }
}

/** Redrives the last run as long as no start has succeeded, so many times at most. */
export async function redriveUntilWell(lab: Lab, endings: Ended[], most: number): Promise<void> {
  for (let redrive = 0; redrive < most && endings.at(-1)?.code !== 0; redrive += 1) {
    endings.push(await lab.run(['--redrive', 'last']));
    await lab.look();
  }
}

/** No title is lost at the moment at which a run has succeeded. Nothing can be said of a run that has failed. */
export async function checkKeptWhenWell(lab: Lab, endings: readonly Ended[]): Promise<readonly Violation[]> {
  const look = await lab.look();
  return endings.at(-1)?.code === 0 ? checkKept(await lab.events(), look, lab.titleIds) : [];
}

/**
 * Has Watchmode answer well again, and makes one more run, which must fetch what waits.
 *
 * @returns that run, and the check that it has caught up
 */
export async function catchUp(
  lab: Lab,
  endings: Ended[],
): Promise<{ readonly last: Ended; readonly checkCaughtUp: Ordeal['check'] }> {
  lab.watchmode.changeFaults(NO_FAULTS);
  const last = await lab.run([]);
  endings.push(last);
  const { deferred } = await lab.look();
  const checkCaughtUp = (events: readonly StreamEvent[]) => [
    ...(last.code === 0 ? [] : [`the last run failed: ${last.stderr.slice(-600)}`]),
    ...(deferred.length === 0 ? [] : [`catch-up: ${deferred.length} titles wait still`]),
    ...checkCatchUp(events, lab.titleIds.length),
  ];
  return { last, checkCaughtUp };
}

/** Has Watchmode refuse about this share of the titles, though not the key: each run defers them. */
export function refuseSome(lab: Lab, random: SeededRandom, share: number): void {
  const refused = lab.titleIds.filter(() => random.chance(share));
  lab.watchmode.changeFaults(parseFaults(`refused:${refused.join('+')}:403`));
}
