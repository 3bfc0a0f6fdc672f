import type { ExecutionListItem } from '@aws-sdk/client-sfn';
import type { BatchResult } from '../../../events/types.ts';
import type { ChildOutcome } from '../../../operate/run/child-outcomes.ts';
import type { ChildNumbers, ChildOutcomeView, ChildRow } from '../../api/index.ts';
import { idOf } from '../ids.ts';
import type { TitleNames } from '../titles/title-names.ts';

/** The maximum length of a message in a row. The page of the child execution has all of it. */
const MESSAGE = 500;

/** Returns the row of a child execution. */
export function childRow(
  item: ExecutionListItem,
  outcome: ChildOutcome | undefined,
  names: TitleNames,
  retrying: ReadonlySet<string>,
): ChildRow {
  const id = idOf(item.executionArn ?? '');
  return {
    id,
    status: item.status ?? 'RUNNING',
    startedAt: item.startDate?.getTime() ?? 0,
    endedAt: item.stopDate?.getTime() ?? null,
    items: item.itemCount ?? 1,
    redriveCount: item.redriveCount ?? 0,
    retrying: retrying.has(id),
    outcome: outcome === undefined ? null : viewOf(outcome, names),
  };
}

/** Returns the counts of a child's output. */
export function numbersIn({
  published,
  skipped,
  deferred,
  rejected = 0,
  left = 0,
  credits: creditsUsed,
}: BatchResult): ChildNumbers {
  return { published, skipped, deferred, rejected, left, creditsUsed };
}

function viewOf(
  { titleIds, leftIds, result, error, message }: ChildOutcome,
  names: TitleNames,
): ChildOutcomeView {
  return {
    titles: titleIds.map((id) => ({
      ...{ id, name: names.of(id) },
      ...(leftIds.includes(id) ? { left: true } : {}),
    })),
    error,
    message: message?.slice(0, MESSAGE) ?? null,
    numbers: result === null ? null : numbersIn(result),
    setAside: result?.setAside.map(({ titleId, outcome, reason }) => ({ titleId, outcome, reason })) ?? [],
  };
}
