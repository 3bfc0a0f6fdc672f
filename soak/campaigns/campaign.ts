import type { Violation } from '../checks.ts';

export interface CampaignOptions {
  /** The project's folder. */
  readonly root: string;
  /** The seed of all random decisions. */
  readonly seed: number;
}

/** The result of one turn of a campaign. */
export interface Turn {
  readonly violations: readonly Violation[];
  /** A short description of the turn. */
  readonly done: string;
}

/** A kind of failure that runs are tested with. */
export type Campaign = (options: CampaignOptions) => Promise<Turn>;

/** Thrown if this machine does not support a campaign. */
export class NotPossibleHere extends Error {
  override readonly name = 'NotPossibleHere';
}
