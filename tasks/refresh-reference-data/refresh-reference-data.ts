import { CREDITS_PER_LIST } from '../../events/credits.ts';
import {
  countDueNames,
  creditsForNames,
  REFERENCE_KINDS,
  type ReferenceKind,
} from '../../events/progress.ts';
import type { ReferenceItem, RefreshedReferenceData } from '../../events/types.ts';
import { RefreshReferenceDataInput } from '../../events/validators.mjs';
import type { InvocationContext, TaskHandler } from '../shared/ports.ts';
import { readInput } from '../shared/read-input.ts';
import { packEntries, type RecordSettings } from '../shared/stream/aggregate.ts';
import { entryBytes, eventEntry } from '../shared/stream/entry.ts';
import type { Publish } from '../shared/stream/publisher.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import { requireCredits } from '../shared/watchmode/account-credits.ts';
import { buyNames, readStoredNames, type BuyNamesPorts } from './buy-names.ts';
import { buildReferenceEvent, type ReferenceEvent } from './reference-event.ts';
import { idOf } from './reference-kinds.ts';

/** The ports and settings of {@link createRefreshReferenceData}. */
export interface RefreshReferenceDataPorts extends BuyNamesPorts {
  readonly publish: Publish;
  readonly telemetry: Telemetry;
  readonly settings: RecordSettings & {
    /** The credits that a run must not spend. */
    readonly creditReserve: number;
  };
}

/** The names of one kind that are now stored. */
interface NamesOfKind {
  readonly kind: ReferenceKind;
  readonly item: ReferenceItem;
}

/**
 * The task refresh-reference-data: takes a `RefreshReferenceDataInput`, returns a `RefreshedReferenceData`.
 *
 * It buys the names of services, genres and regions if the stored ones are not of today (UTC), stores each kind as it
 * comes, and publishes what is new or has changed since it was published. A dry run publishes nothing and leaves that to the
 * next run.
 *
 * All steps are idempotent: what is of today is not bought, and what one execution publishes again has the same id.
 *
 * Rejects with InvalidInput, ConfigurationError, ProgressUnavailable, StreamThrottled, StreamUnavailable or a
 * WatchmodeError: QuotaExceeded before the first credit if too few are left.
 */
export function createRefreshReferenceData(
  ports: RefreshReferenceDataPorts,
): TaskHandler<RefreshedReferenceData> {
  const { telemetry } = ports;
  return async (event, context) => {
    const { executionArn, dryRun } = readInput({ RefreshReferenceDataInput }, event);
    const stored = await Promise.all(REFERENCE_KINDS.map((kind) => readStoredNames(kind, ports.progress)));
    await requireCreditsOfDue(
      stored.map(({ found }) => found),
      ports,
    );
    const names: NamesOfKind[] = [];
    for (const found of stored) {
      names.push({ kind: found.kind, item: await buyNames(found, executionArn, ports) });
    }
    const published = dryRun ? 0 : await publishChanged(names, executionArn, ports, context);
    const items = names.map(({ item }) => item);
    const credits = creditsForNames(items, executionArn);
    telemetry.log('info', 'refreshed the names of services, genres and regions', { credits, published });
    return { credits, published };
  };
}

/** Checks that the credits suffice for all kinds that are not of today. */
async function requireCreditsOfDue(
  stored: readonly (ReferenceItem | null)[],
  { watchmode, clock, settings: { creditReserve: reserve } }: RefreshReferenceDataPorts,
): Promise<void> {
  const needed = countDueNames(stored, clock.now()) * CREDITS_PER_LIST;
  if (needed === 0) return;
  const purpose = `the names of services, genres and regions need ${needed} credits`;
  const need = { state: 'Refresh reference data', needed, purpose };
  requireCredits(need, await watchmode.status(), { reserve });
}

/** Publishes the changed names, then marks them as published. A repetition publishes them again with the same ids. */
async function publishChanged(
  names: readonly NamesOfKind[],
  executionArn: string,
  { publish, progress, telemetry, settings }: RefreshReferenceDataPorts,
  context: InvocationContext,
): Promise<number> {
  const events = names.flatMap((stored) => eventsOf(stored, executionArn));
  if (events.length === 0) return 0;
  const packed = packEntries(events.map(eventEntry), settings);
  const { retried } = await publish(packed, context);
  for (const { item } of names) {
    // A changed item is left alone: another execution has stored newer names, which it publishes itself.
    if (item.unpublished.length > 0) await progress.put({ ...item, unpublished: [] }, item);
  }
  telemetry.measure({
    NamesPublished: events.length,
    StreamRecords: packed.length,
    StreamBytes: packed.reduce((sum, entry) => sum + entryBytes(entry), 0),
    StreamEntriesRetried: retried,
  });
  return events.length;
}

function eventsOf({ kind, item }: NamesOfKind, executionArn: string): ReferenceEvent[] {
  const { entries, unpublished, fetchedAt } = item;
  return entries
    .filter((entry) => unpublished.includes(idOf(entry)))
    .map((entry) => buildReferenceEvent(entry, { kind, fetchedAt, executionArn }));
}
