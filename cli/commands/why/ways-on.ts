import { recoveryCredits } from '../../../workflow/recovery-credits.ts';
import { CREDITS_PER_TITLE } from '../../../events/credits.ts';
import type { WaitingRedriver } from '../../../operate/executions/find-redriver.ts';
import type { RedrivePreview } from '../../../operate/executions/redrive-preview.ts';
import type { RootCause } from '../../../operate/run/root-cause.ts';

/** A way to continue after a failure. */
export interface WayOn {
  readonly way: 'redrive' | 'wait' | 'fresh run';
  /** The number of titles to fetch; null if unknown until they are listed. */
  readonly titles: number | null;
  /** The maximum cost of these titles in credits. */
  readonly credits: number | null;
  /**
   * The part of the credits for titles that are bought twice. A fresh run buys titles again that this execution has
   * bought. A redrive buys titles that the overtaking run buys as well.
   */
  readonly boughtTwice: number;
  /** The execution of the redriver; only for `wait`. */
  readonly redriver?: string;
  /** The end of its wait, ISO 8601; only for `wait`, and only while it waits. */
  readonly redriveAt?: string;
}

/** Returns the useful ways to continue a failed execution, the cheapest first. */
export function waysOn(
  { refusal, mapRun, overtaker, creditsTwice, description }: RedrivePreview,
  causes: readonly RootCause[],
  redriver: WaitingRedriver | undefined,
): WayOn[] {
  // A child is redriven with its parent.
  if (description.mapRunArn !== undefined) return [];
  const hopeless = causes.length > 0 && causes.every(({ advice }) => advice?.redriveHelps === false);
  const credits = mapRun === null ? null : recoveryCredits(mapRun.titles, CREDITS_PER_TITLE);
  const fresh: WayOn = {
    way: 'fresh run',
    titles: mapRun?.titles.total ?? null,
    credits: credits?.freshRun ?? null,
    boughtTwice: credits?.boughtTwice ?? 0,
  };
  if (refusal !== null || hopeless) return [fresh];
  const redrive = {
    titles: mapRun?.titles.again ?? null,
    credits: mapRun?.credits ?? null,
    boughtTwice: creditsTwice ?? 0,
  };
  return [
    { way: 'redrive', ...redrive },
    // The redriver skips an overtaken run.
    ...(redriver === undefined || overtaker !== null
      ? []
      : [{ way: 'wait', ...redrive, ...waitOf(redriver) } as const]),
    fresh,
  ];
}

function waitOf({ name, redriveAt }: WaitingRedriver): Pick<WayOn, 'redriver' | 'redriveAt'> {
  return { redriver: name, ...(redriveAt === null ? {} : { redriveAt: new Date(redriveAt).toISOString() }) };
}
