import type { ListedItem, Listing } from '../../../../events/types.ts';

const WINDOW = { start: '2026-11-23T06:00:00Z', end: '2026-11-24T06:00:05Z' };

/** The output of list-new-titles for a sweep of two sections that has these items. */
export function sweepListing(
  items: readonly ListedItem[],
  changes: Partial<Listing['run']> = {},
): Required<Listing> {
  const titleIds = items.flatMap((item) => {
    if (typeof item === 'number') return [item];
    return 'on' in item ? [item.titleId] : [];
  });
  const departures = items.length - titleIds.length;
  return {
    titleIds,
    items: [...items],
    run: {
      feed: 'catalogue',
      window: WINDOW,
      regions: ['GB'],
      dryRun: false,
      discovered: titleIds.length,
      advancesWatermark: true,
      keepsDeferred: true,
      hasDeferred: true,
      isListed: true,
      creditsUsed: 5,
      batchResultBytes: 4096,
      waitsFor: null,
      correctedWatermark: null,
      listedAt: '2026-11-24T06:00:05.400Z',
      sweep: {
        sections: ['GB:157', 'GB:203'],
        pages: 2,
        titles: 300,
        arrived: titleIds.length,
        left: departures,
        missing: 1,
        baselines: 0,
      },
      needsReferenceData: false,
      ...changes,
    },
  };
}

/** The output of list-new-titles for a sweep that first needs the names of services. */
export function needsReferenceData(): Listing {
  const { titleIds, run } = sweepListing([], {
    needsReferenceData: true,
    advancesWatermark: false,
    creditsUsed: 0,
  });
  return { titleIds, run };
}
