import type { ChildNumbers, ChildRow, ChildTitle } from '../../api/index.ts';
import { count, counted } from '../format.ts';

/** The status of a child execution for its colour and its sign, and in words. */
export interface ChildLook {
  readonly status: string;
  /** Undefined for the words of the status. */
  readonly words?: string;
}

/** Returns the look of a child. One that succeeded without some of its titles is not as green as the others. */
export function lookOf(child: ChildRow): ChildLook {
  if (child.retrying) return { status: 'RETRYING' };
  const missing = missingIn(child);
  return missing === null ? { status: child.status } : { status: 'DEFERRED', words: missing };
}

/** Returns the titles that a child has deferred or rejected in words: `2 deferred`; null if there are none. */
function missingIn({ outcome }: ChildRow): string | null {
  const { deferred = 0, rejected = 0 } = outcome?.numbers ?? {};
  const words = [
    ...(deferred > 0 ? [`${deferred} deferred`] : []),
    ...(rejected > 0 ? [`${rejected} rejected`] : []),
  ];
  return words.length === 0 ? null : words.join(', ');
}

/** Returns a title as text: its name, else its id. */
export function titleText({ id, name }: ChildTitle): string {
  return name ?? String(id);
}

/** Formats the mark of a title that left a service: ` (left)`. Empty for any other title. */
export function leftText({ left = false }: ChildTitle): string {
  return left ? ' (left)' : '';
}

/** The number of titles that a row or a label names. */
export const NAMED = 3;

/** Returns what identifies a child: its first titles; its name while they are not known. */
export function titlesText({ id, outcome }: ChildRow): string {
  const titles = outcome?.titles ?? [];
  if (titles.length === 0) return id.split(':').at(-1) ?? id;
  const named = titles.slice(0, NAMED).map((title) => `${titleText(title)}${leftText(title)}`);
  return `${named.join(', ')}${moreText(titles)}`;
}

/** Formats the titles beyond those that are named: ` and 7 more (4 left)`. Empty without any. */
export function moreText(titles: readonly ChildTitle[]): string {
  const others = titles.slice(NAMED);
  const left = others.filter((title) => title.left === true).length;
  if (others.length === 0) return '';
  return ` and ${count(others.length)} more${left === 0 ? '' : ` (${count(left)} left)`}`;
}

/** Returns the reason for a look: the error of the child, else its titles without a record, skipped ones last. */
export function reasonText({ outcome }: ChildRow): string {
  if (outcome === null) return '';
  const { error, message, setAside, titles } = outcome;
  if (error !== null) return message === null ? error : `${error}: ${message}`;
  const names = new Map(titles.map((title) => [title.id, titleText(title)]));
  const isSkipped = (what: string) => Number(what === 'skipped');
  return setAside
    .toSorted((a, b) => isSkipped(a.outcome) - isSkipped(b.outcome))
    .map(
      ({ titleId, outcome: what, reason }) => `${names.get(titleId) ?? String(titleId)} ${what}: ${reason}`,
    )
    .join('; ');
}

/** Returns a child as a label for a screen reader. */
export function labelOf(child: ChildRow): string {
  const { status, words } = lookOf(child);
  return `${titlesText(child)}: ${words ?? status.toLowerCase().replaceAll('_', ' ')}`;
}

/** Statuses in the order of the list: those that need attention first. */
const ORDER = [
  'FAILED',
  'TIMED_OUT',
  'RETRYING',
  'RUNNING',
  'PENDING_REDRIVE',
  'ABORTED',
  'DEFERRED',
  'SUCCEEDED',
];

/** Orders children by what needs attention, then by start. */
export function byGravity(a: ChildRow, b: ChildRow): number {
  const order = (child: ChildRow) => ORDER.indexOf(lookOf(child).status);
  return order(a) - order(b) || a.startedAt - b.startedAt;
}

/** A filter of the list. The filters are also the legend of the colours. */
export interface ChildFilter {
  readonly words: string;
  readonly tone: string | null;
  readonly has: (child: ChildRow) => boolean;
}

/** The filters by their name in the address. */
export const FILTERS: ReadonlyMap<string, ChildFilter> = new Map([
  ['all', { words: 'All', tone: null, has: () => true }],
  [
    'failed',
    {
      words: 'Failed or aborted',
      tone: 'bad',
      has: ({ status }: ChildRow) => ['FAILED', 'TIMED_OUT', 'ABORTED'].includes(status),
    },
  ],
  ['running', { words: 'Running', tone: 'busy', has: ({ status }: ChildRow) => status === 'RUNNING' }],
  ['retrying', { words: 'Retrying now', tone: 'wait', has: ({ retrying }: ChildRow) => retrying }],
  [
    'deferred',
    {
      words: 'With deferred or rejected titles',
      tone: 'warn',
      has: (child: ChildRow) => missingIn(child) !== null,
    },
  ],
  ['succeeded', { words: 'Succeeded', tone: 'good', has: ({ status }: ChildRow) => status === 'SUCCEEDED' }],
]);

/** The sums over the children that were read. */
export interface ChildSums extends ChildNumbers {
  /** The number of children that were read. */
  readonly read: number;
  /** The number of those with a result: they succeeded. */
  readonly counted: number;
}

/** Sums up the outcomes of children. */
export function sumsOf(children: readonly ChildRow[]): ChildSums {
  const sums = {
    read: 0,
    counted: 0,
    published: 0,
    skipped: 0,
    deferred: 0,
    rejected: 0,
    left: 0,
    creditsUsed: 0,
  };
  for (const { outcome } of children) {
    if (outcome === null) continue;
    sums.read += 1;
    if (outcome.numbers === null) continue;
    sums.counted += 1;
    for (const name of ['published', 'skipped', 'deferred', 'rejected', 'left', 'creditsUsed'] as const)
      sums[name] += outcome.numbers[name];
  }
  return sums;
}

/** Returns which children the sums are of, in words; empty for all. */
export function coverOf({ read, counted: some }: ChildSums, children: number): string {
  if (some === children) return '';
  const share = `${count(some)} of ${counted(children, 'child execution')}`;
  return read < children ? `in ${share}, reading …` : `in the ${share} that succeeded`;
}
