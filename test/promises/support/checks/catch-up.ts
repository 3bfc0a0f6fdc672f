import type { DeferredItem } from '../../../../events/types.ts';
import { watermarkOf, type Played } from '../play.ts';
import { eventType, type Violation } from '../progress-ledger.ts';
import { MINUTE_MS, ORIGIN, titleIdOf, type Scenario, type WorldFeed } from '../scenario.ts';

/**
 * Catch-up: no title of a run is lost. From the window of the first successful run on, the watermark passes only settled
 * titles. (Before that there is no watermark, and each run looks back by `firstWindowHours`.)
 */
export function checkCatchUp(scenario: Scenario, played: Played): Violation[] {
  return [
    ...played.feeds.flatMap((feed) => checkWatermark(feed, scenario, played)),
    ...checkListings(played),
  ];
}

function checkWatermark(feed: WorldFeed, { titles }: Scenario, played: Played): Violation[] {
  const { world } = played;
  const watermark = watermarkOf(world.table.items, feed);
  if (!(watermark > ORIGIN)) return [`catch-up: the watermark of ${feed} is ${watermark}`];
  const waiting = deferredOf(played, feed).filter(({ status }) => status === 'waiting');
  if (waiting.length > 0) {
    return [`catch-up: these of ${feed} still wait: ${waiting.map(({ titleId }) => titleId).join(', ')}`];
  }
  const begin = beginOf(feed, played);
  const lost = titles.flatMap(({ listedAtMinutes }, index) => {
    const minutes = listedAtMinutes[feed];
    if (minutes === null) return [];
    const listedAt = ORIGIN + minutes * MINUTE_MS;
    const isPassed = listedAt >= begin && listedAt < watermark;
    return isPassed && !isSettled(titleIdOf(index), feed, listedAt, played) ? [titleIdOf(index)] : [];
  });
  return lost.length === 0 ? [] : [`catch-up: the watermark of ${feed} has passed these: ${lost.join(', ')}`];
}

/** The start of the first window of a successful run that is not empty. */
function beginOf(feed: WorldFeed, { world, summaries }: Played): number {
  const [first] = [...summaries]
    .flatMap(([arn, { window }]) => {
      const { isOpen, feed: ofRun, succeededAt = 0 } = world.runs.get(arn)!;
      const isListed = isOpen && ofRun === feed && window !== null && window.start < window.end;
      return isListed ? [{ succeededAt, start: Date.parse(window.start) }] : [];
    })
    .sort((one, other) => one.succeededAt - other.succeededAt);
  return first?.start ?? Number.POSITIVE_INFINITY;
}

/** Every listed title is settled, except for a dry run or a run with other regions. */
function checkListings(played: Played): Violation[] {
  const { world, summaries } = played;
  return [...summaries.keys()].flatMap((arn) => {
    const { listing, feed, input, startedAt } = world.runs.get(arn)!;
    if (listing === undefined || input.dryRun === true || input.regions !== undefined) return [];
    const lost = listing.titleIds.filter((id) => !isSettled(id, feed as WorldFeed, startedAt, played));
    const uncounted = world.ledger.uncounted(arn);
    return [
      ...(lost.length === 0 ? [] : [`catch-up: ${arn} has lost these: ${lost.join(', ')}`]),
      ...(uncounted.length === 0 ? [] : [`catch-up: ${arn} has not counted these: ${uncounted.join(', ')}`]),
    ];
  });
}

/** True if a title was published since a time, waits, was given up, is unknown, or was dropped by the operator. */
function isSettled(titleId: number, feed: WorldFeed, since: number, played: Played): boolean {
  const { ledger, stream } = played.world;
  const key = `${feed} ${titleId}`;
  return (
    ledger.forgotten.has(key) ||
    ledger.unlistedUnknown.has(key) ||
    deferredOf(played, feed).some((item) => item.titleId === titleId) ||
    stream.written.some(
      ({ at, event }) => at >= since && Number(event.subject) === titleId && event.type === eventType(feed),
    )
  );
}

function deferredOf({ world }: Played, feed: WorldFeed): DeferredItem[] {
  return world.table.items
    .items()
    .filter((item): item is DeferredItem => item.feed === feed && item.item.startsWith('deferred#'));
}
