import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CLAIM_ITEM,
  DEFERRED_PREFIX,
  deferredKey,
  referenceKey,
  referenceRequestKey,
  sectionItemKey,
  sweepPagePrefix,
  WATERMARK_ITEM,
} from '../../../events/progress.ts';
import * as validators from '../../../events/validators.mjs';
import { openProgressItems, type NoteBroken, type ProgressItems } from './dynamodb-items.ts';
import type { Claims, DeferredTitles, ProgressTable, ReferenceData, Sweeps } from './progress-table.ts';

/**
 * Creates a progress table on DynamoDB's API with all items. A task takes only its own, so that its bundle validates no
 * others.
 *
 * @param noteBroken - receives invalid items of deferred titles, which a listing leaves out; without it, the listing
 * rejects
 */
export function createProgressTable(
  client: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  noteBroken?: NoteBroken,
): ProgressTable {
  const items = openProgressItems(client, tableName);
  return {
    ...items,
    ...claims(items),
    ...deferredTitles(items, noteBroken),
    ...referenceData(items),
    ...sweeps(items),
  };
}

/** Creates the reads of the watermark and the claim of a feed. */
export function claims({ read }: ProgressItems): Claims {
  return {
    readWatermark: (feed) =>
      read({ WatermarkItem: validators.WatermarkItem }, { feed, item: WATERMARK_ITEM }),
    readClaim: (feed) => read({ ClaimItem: validators.ClaimItem }, { feed, item: CLAIM_ITEM }),
  };
}

/**
 * Creates the reads of deferred titles.
 *
 * @param noteBroken - receives invalid items, which a listing leaves out; without it, the listing rejects
 */
export function deferredTitles({ readAll, list }: ProgressItems, noteBroken?: NoteBroken): DeferredTitles {
  const contract = { DeferredItem: validators.DeferredItem };
  return {
    listDeferred: (feed) => list(contract, { feed, item: DEFERRED_PREFIX }, noteBroken),

    async readDeferred(feed, titleIds) {
      const items = await readAll(
        contract,
        titleIds.map((titleId) => deferredKey(feed, titleId)),
      );
      return new Map(items.map((item) => [item.titleId, item]));
    },
  };
}

/** Creates the reads of reference data. */
export function referenceData({ read }: ProgressItems): ReferenceData {
  return {
    readReference: (kind) => read({ ReferenceItem: validators.ReferenceItem }, referenceKey(kind)),
    readReferenceRequest: (kind) =>
      read({ ReferenceRequestItem: validators.ReferenceRequestItem }, referenceRequestKey(kind)),
  };
}

/** Creates the reads of sweeps. */
export function sweeps({ read, list }: ProgressItems): Sweeps {
  return {
    readSection: (section) => read({ SectionItem: validators.SectionItem }, sectionItemKey(section)),
    listSweepPages: (slot) =>
      list({ SweepPageItem: validators.SweepPageItem }, { feed: 'catalogue', item: sweepPagePrefix(slot) }),
  };
}
