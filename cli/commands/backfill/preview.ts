import { CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../../events/credits.ts';
import type { StateMachineArn } from '../../../workflow/arns.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { counted } from '../../../operate/format/plural.ts';
import { mapInParallel } from '../../../operate/parallel.ts';
import { lookUp, type SliceAction } from './ensure-succeeded.ts';
import type { Slice } from './slices.ts';

/** The largest number of runs to look up before the question. AWS allows ten requests a second. */
const MAX_LOOKED_UP = 100;
const AT_ONCE = 8;

/** What a backfill will do. */
export interface BackfillPreview {
  readonly lines: readonly string[];
  /** False if all runs have succeeded already. */
  readonly spends: boolean;
}

/**
 * Looks up what a backfill will do and cost.
 *
 * @param maxTitles the largest number of titles of a run, if it is known
 */
export async function previewBackfill(
  sfn: StepFunctions,
  stateMachineArn: StateMachineArn,
  slices: readonly Slice[],
  maxTitles: number | undefined,
): Promise<BackfillPreview> {
  const looked = await mapInParallel(slices.slice(0, MAX_LOOKED_UP), AT_ONCE, async (slice) => {
    const { action } = await lookUp(sfn, stateMachineArn, slice);
    return action;
  });
  const left = slices.filter((_, index) => looked[index] !== 'already done');
  const lines = [
    `${counted(slices.length, 'run', 'runs')}, one after the other, from ${slices[0]?.from ?? ''} to ${slices.at(-1)?.to ?? ''}: ${describeActions(looked, slices.length)}`,
    ...(left.length === 0 ? [] : [describeCost(left, maxTitles)]),
  ];
  return { lines, spends: left.length > 0 };
}

const WORDS: readonly (readonly [SliceAction, string])[] = [
  ['already done', 'succeeded already'],
  ['joined', 'running'],
  ['redriven', 'to redrive'],
  ['started', 'to start'],
];

function describeActions(actions: readonly SliceAction[], runs: number): string {
  const parts = WORDS.flatMap(([action, word]) => {
    const count = actions.filter((one) => one === action).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  const more = runs - actions.length;
  return [...parts, ...(more === 0 ? [] : [`${more} not looked up`])].join(', ');
}

function describeCost(slices: readonly Slice[], maxTitles: number | undefined): string {
  const limits = slices.map(({ titles }) => titles ?? maxTitles);
  const titles = limits.reduce<number>((sum, limit) => sum + (limit ?? 0), 0);
  const price = `each title costs ${counted(CREDITS_PER_TITLE, 'credit', 'credits')}`;
  const pages = slices.every((slice) => slice.titles !== undefined)
    ? ''
    : `, and each page of a listing ${CREDITS_PER_PAGE}`;
  if (limits.includes(undefined)) return `${price}${pages}; the titles are not known before they are listed`;
  return `at most ${counted(titles, 'title', 'titles')}, for ${counted(titles * CREDITS_PER_TITLE, 'credit', 'credits')}: ${price}${pages}`;
}
