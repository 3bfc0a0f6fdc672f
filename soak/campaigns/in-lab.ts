import { checkIdentity, checkSecrets, checkWords, type Violation } from '../checks.ts';
import { API_KEY, Lab, type Ended, type LabOptions } from '../lab.ts';
import type { StreamEvent } from '../../events/types.ts';
import type { Turn } from './campaign.ts';

/** What a campaign has done in its laboratory. */
export interface Ordeal {
  /** In a few words, what was done. */
  readonly done: (events: readonly StreamEvent[]) => string;
  /** What every start left behind, in their order. */
  readonly endings: readonly Ended[];
  /** The promises that this campaign is about. */
  readonly check: (events: readonly StreamEvent[]) => readonly Violation[];
}

/**
 * Opens a laboratory, lets runs suffer in it, checks what they have left behind, and closes it. What holds for every
 * campaign is checked here: identity, words, secrets.
 */
export async function inLab(options: LabOptions, suffer: (lab: Lab) => Promise<Ordeal>): Promise<Turn> {
  const lab = await Lab.open(options);
  try {
    const { done, endings, check } = await suffer(lab);
    const events = await lab.events();
    return {
      done: done(events),
      violations: [
        ...check(events),
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
  }
}
