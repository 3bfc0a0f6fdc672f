import { CREDITS_PER_LIST } from '../../events/credits.ts';
import {
  creditsForNames,
  areOfToday,
  isOfToday,
  referenceKey,
  referenceRequestKey,
  type ReferenceKind,
} from '../../events/progress.ts';
import type { ReferenceEntry, ReferenceItem, ReferenceRequestItem } from '../../events/types.ts';
import { epochMs, SECOND_MS } from '../../events/instant.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { ProgressUnavailable } from '../shared/errors/progress-errors.ts';
import { WatchmodeUnexpectedResponse } from '../shared/errors/watchmode-errors.ts';
import type { Clock } from '../shared/ports.ts';
import type { ReferenceData, ProgressWrites } from '../shared/progress/progress-table.ts';
import type { WatchmodeAccount } from '../shared/watchmode/connection.ts';
import type { Names } from '../shared/watchmode/names.ts';
import { idOf, PLURALS, readNames } from './reference-kinds.ts';

/** The ports of {@link buyNames}. */
export interface BuyNamesPorts {
  readonly watchmode: WatchmodeAccount & Names;
  readonly progress: ReferenceData & ProgressWrites;
  readonly clock: Clock;
}

/** The time after which a request of another execution has ended: longer than the timeout of the function. */
const REQUEST_MS = 120 * SECOND_MS;

/** The names of one kind in the progress table, and the last request for them. */
export interface StoredNames {
  readonly kind: ReferenceKind;
  readonly request: ReferenceRequestItem | null;
  readonly found: ReferenceItem | null;
}

/** Reads the names of one kind. Rejects with ProgressUnavailable or ConfigurationError. */
export async function readStoredNames(kind: ReferenceKind, progress: ReferenceData): Promise<StoredNames> {
  // Read in this order, the names are at least as new as the request.
  const request = await progress.readReferenceRequest(kind);
  return { kind, request, found: await progress.readReference(kind) };
}

/**
 * Returns the names of one kind as they are now stored, and buys them before if they are not of today (UTC).
 *
 * A request is written to the table before it is sent, so that two executions do not pay for the same names. If the
 * response of a request was lost, because its process ended, the names of an earlier day stay for this day. Only if there
 * are none at all, they are bought again.
 *
 * Rejects with ProgressUnavailable if another execution is buying them, or if the table does not answer; with a
 * WatchmodeError.
 */
export async function buyNames(
  { kind, request: earlier, found }: StoredNames,
  executionArn: string,
  ports: BuyNamesPorts,
): Promise<ReferenceItem> {
  const { progress, clock } = ports;
  const now = clock.now();
  if (found !== null && areOfToday(found, now)) return found;
  if (earlier !== null && isOfToday(earlier.requestedAt, now)) {
    const isUnderWay =
      earlier.executionArn !== executionArn && now - epochMs(earlier.requestedAt) < REQUEST_MS;
    if (isUnderWay) throw otherBuys(kind);
    if (found !== null) return store({ ...found, fetchedAt: earlier.requestedAt }, found, kind, progress);
  }
  const request = { ...referenceRequestKey(kind), executionArn, requestedAt: instantOf(now) };
  if (!(await progress.put(request, earlier))) throw otherBuys(kind);
  const entries = await send(request, kind, ports);
  const credits = creditsForNames([found], executionArn) + CREDITS_PER_LIST;
  const unpublished = entries.filter(isChangedSince(found)).map(idOf);
  const fetchedAt = instantOf(clock.now());
  const item = { ...referenceKey(kind), fetchedAt, entries, unpublished, executionArn, credits };
  return store(item, found, kind, progress);
}

/** Sends the request. A failure without costs takes it back, so that a retry sends another. */
async function send(
  request: ReferenceRequestItem,
  kind: ReferenceKind,
  { watchmode, progress }: BuyNamesPorts,
): Promise<ReferenceEntry[]> {
  try {
    return await readNames(kind, watchmode);
  } catch (error) {
    // Watchmode charges for responses that break the schema, too.
    if (!(error instanceof WatchmodeUnexpectedResponse)) await progress.remove(request);
    throw error;
  }
}

async function store(
  item: ReferenceItem,
  found: ReferenceItem | null,
  kind: ReferenceKind,
  progress: ReferenceData & ProgressWrites,
): Promise<ReferenceItem> {
  if (await progress.put(item, found)) return item;
  // The client may have repeated a write whose answer was lost.
  const stored = await progress.readReference(kind);
  if (stored?.fetchedAt === item.fetchedAt) return stored;
  throw otherBuys(kind);
}

/** Finds entries that are new or have changed, and those that an earlier run has not published. */
function isChangedSince(found: ReferenceItem | null): (entry: ReferenceEntry) => boolean {
  const published = new Map(
    (found?.entries ?? [])
      .filter((entry) => !found?.unpublished.includes(idOf(entry)))
      .map((entry) => [idOf(entry), canonicalJson(entry)]),
  );
  return (entry) => published.get(idOf(entry)) !== canonicalJson(entry);
}

function otherBuys(kind: ReferenceKind): ProgressUnavailable {
  return new ProgressUnavailable(`names of ${PLURALS[kind]}`, 'another execution is buying them');
}

function instantOf(epoch: number): string {
  return new Date(epoch).toISOString();
}
