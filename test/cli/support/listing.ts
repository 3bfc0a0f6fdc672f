/** The members of a listing that a test sets. */
interface ListingSketch {
  readonly titleIds?: readonly number[];
  /** The run that this one waits for. @default null, none */
  readonly waitsFor?: string | null;
  /** The titles that left a service, for a sweep. @default none */
  readonly left?: readonly { readonly titleId: number; readonly from: string }[];
  /** Time of the listing of a sweep. @default none */
  readonly listedAt?: string;
}

/** The output of the task that lists titles, as the history has it. */
export function listingOutput({ titleIds = [], waitsFor = null, left, listedAt }: ListingSketch): string {
  const run = {
    feed: 'new_titles',
    window: null,
    regions: ['GB'],
    dryRun: false,
    discovered: titleIds.length,
    advancesWatermark: false,
    keepsDeferred: true,
    isListed: true,
    creditsUsed: 0,
    batchResultBytes: 4_096,
    waitsFor,
    correctedWatermark: null,
    ...(listedAt === undefined ? {} : { listedAt }),
  };
  return JSON.stringify({
    Payload: { titleIds, run, ...(left === undefined ? {} : { items: [...titleIds, ...left] }) },
  });
}
