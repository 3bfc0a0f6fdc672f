import { NO_FAULTS, parseFaults } from '../../local/watchmode/fault-spec.ts';
import type { SeededRandom } from '../../local/watchmode/seeded-random.ts';
import { checkCounts, checkKept, checkWatermarks } from '../progress-checks.ts';
import { checkCatchUp, checkIdentity, checkSecrets, checkWords, type Violation } from '../checks.ts';
import { API_KEY, Lab, type Ended, type LabOptions } from '../lab.ts';
import type { StreamEvent } from '../../events/types.ts';
import type { Turn } from './campaign.ts';

/** The result of a campaign in its lab. */
export interface Ordeal {
  /** Returns a short description of the turn. */
  readonly done: (events: readonly StreamEvent[]) => string;
  /** The results of all commands, in order. */
  readonly endings: readonly Ended[];
  /** The maximum number of started executions. @default the number of endings */
  readonly executions?: number;
  /** Checks the promises that this campaign tests. */
  readonly check: (events: readonly StreamEvent[]) => readonly Violation[];
}

/**
 * Opens a lab, runs a campaign in it, checks the results, and closes it. Makes the checks that all campaigns share:
 * identity, words, secrets, and the observed states of the progress table.
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

/** Redrives the last run until it succeeds, at most `most` times. */
export async function redriveUntilWell(lab: Lab, endings: Ended[], most: number): Promise<void> {
  for (let redrive = 0; redrive < most && endings.at(-1)?.code !== 0; redrive += 1) {
    endings.push(await lab.run(['--redrive', 'last']));
    await lab.look();
  }
}

/** Checks that no title is lost when a run has succeeded. Checks nothing after a failed run. */
export async function checkKeptWhenWell(lab: Lab, endings: readonly Ended[]): Promise<readonly Violation[]> {
  const look = await lab.look();
  return endings.at(-1)?.code === 0 ? checkKept(await lab.events(), look, lab.titleIds) : [];
}

/**
 * Removes the faults of Watchmode and makes one more run, which must fetch the deferred titles.
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
    ...(deferred.length === 0 ? [] : [`catch-up: ${deferred.length} titles are still deferred`]),
    ...checkCatchUp(events, lab.titleIds.length),
  ];
  return { last, checkCaughtUp };
}

/** Makes Watchmode refuse about this share of the titles with a valid key, so that each run defers them. */
export function refuseSome(lab: Lab, random: SeededRandom, share: number): void {
  const refused = lab.titleIds.filter(() => random.chance(share));
  lab.watchmode.changeFaults(parseFaults(`refused:${refused.join('+')}:403`));
}
