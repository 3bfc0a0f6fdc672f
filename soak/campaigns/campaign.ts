import type { Violation } from '../checks.ts';

/** What a campaign is given. */
export interface CampaignOptions {
  /** The project's folder. */
  readonly root: string;
  /** Decides everything that is random. */
  readonly seed: number;
}

/** What one turn of a campaign found. */
export interface Turn {
  readonly violations: readonly Violation[];
  /** In a few words, what was done. */
  readonly done: string;
}

/** One way to make runs suffer. */
export type Campaign = (options: CampaignOptions) => Promise<Turn>;

/** It cannot be done on this machine. */
export class NotPossibleHere extends Error {
  override readonly name = 'NotPossibleHere';
}
