import * as fc from 'fast-check';
import type { TableFault } from '../../tasks/support/memory-progress.ts';
import {
  DAY_MINUTES,
  WORLD_FEEDS,
  type FirstWatermark,
  type ListingFault,
  type OperatorAct,
  type PlannedRun,
  type RunKind,
  type Scenario,
  type StreamFault,
  type TitleFault,
  type TroubledSpell,
  type WorldTitle,
  type WrongClock,
} from './scenario.ts';

const minutes = (min: number, max: number) => fc.integer({ min, max });

/** Mostly nothing; shrinks to it. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number) =>
  fc.option(arbitrary, { nil: null, freq: oneIn - 1 });

/** The values of a list, nothing first, to which they shrink. */
const faults = <T>(none: 'none', others: readonly T[], maxLength: number) =>
  fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant(none) },
      { weight: 1, arbitrary: fc.constantFrom(...others) },
    ),
    { maxLength },
  );

// Several days, because the first run looks a day back, and some titles are listed during runs.
const listedAt = fc.oneof(
  { weight: 3, arbitrary: minutes(-20 * 60, 0) },
  { weight: 1, arbitrary: minutes(0, 2 * DAY_MINUTES) },
);

const title: fc.Arbitrary<WorldTitle> = fc.record({
  listedAtMinutes: fc.record({
    new_titles: fc.oneof({ weight: 5, arbitrary: listedAt }, { weight: 1, arbitrary: fc.constant(null) }),
    titles_details_changed: rarely(listedAt, 4),
  }),
  revisedAtMinutes: minutes(-DAY_MINUTES, 4 * DAY_MINUTES),
  fault: fc.constantFrom<TitleFault>(503, 'maintenance page', 404, 401, 402, 403, 410, 451, 'odd'),
  faultAfter: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: minutes(1, 2) }),
  faultTimes: fc.oneof(
    { weight: 8, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: minutes(1, 14) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
});

// Seconds into a run, for a short while; or for hours.
const spellTimes = fc.oneof(
  fc.record({
    fromMinutes: fc.double({ min: 0, max: 0.1, noNaN: true }),
    lastsMinutes: fc.double({ min: 0.01, max: 3, noNaN: true }),
  }),
  fc.record({ fromMinutes: minutes(-60, 2 * DAY_MINUTES), lastsMinutes: minutes(1, 400) }),
);

const spell: fc.Arbitrary<TroubledSpell> = fc
  .record({
    trouble: fc.constantFrom(
      ...(['unreachable', 'maintenance page', 'unavailable', 'table throttled'] as const),
      ...(['key refused', 'no credits', 'titles refused'] as const),
    ),
    times: spellTimes,
  })
  .map(({ trouble, times }) => ({ trouble, ...times }));

const wrongClock = (byMinutes: fc.Arbitrary<number>): fc.Arbitrary<WrongClock> =>
  fc.record({
    fromMinutes: minutes(-60, 2 * DAY_MINUTES),
    lastsMinutes: minutes(1, 2 * DAY_MINUTES),
    byMinutes,
  });

const firstWatermark: fc.Arbitrary<FirstWatermark> = fc.record({
  atMinutes: fc.oneof(minutes(-2 * DAY_MINUTES, -1), minutes(1, 3 * DAY_MINUTES)),
  listedFromMinutes: fc.option(minutes(-3 * DAY_MINUTES, -1), { nil: null }),
});

const someRunKind: fc.Arbitrary<RunKind> = fc.oneof(
  fc.record({ kind: fc.constant('first titles' as const), maxTitles: minutes(1, 8) }),
  fc.record({ kind: fc.constantFrom('dry run' as const, 'other region' as const) }),
  fc.record({
    kind: fc.constant('window' as const),
    fromMinutesAgo: minutes(1, DAY_MINUTES),
    lastsMinutes: minutes(1, DAY_MINUTES),
  }),
  fc.record({
    kind: fc.constant('titles' as const),
    indexes: fc.array(minutes(0, 13), { minLength: 1, maxLength: 5 }),
  }),
);

const run: fc.Arbitrary<PlannedRun> = fc.record({
  afterMinutes: fc.oneof(
    { weight: 3, arbitrary: fc.constant(DAY_MINUTES) },
    { weight: 1, arbitrary: fc.double({ min: 0, max: 2, noNaN: true }) },
    { weight: 1, arbitrary: minutes(2, 600) },
  ),
  feed: fc.oneof(
    { weight: 5, arbitrary: fc.constant(WORLD_FEEDS[0]) },
    { weight: 1, arbitrary: fc.constant(WORLD_FEEDS[1]) },
  ),
  input: fc.oneof(
    { weight: 3, arbitrary: fc.constant({ kind: 'open' } as const) },
    { weight: 1, arbitrary: someRunKind },
  ),
  twinAfterSeconds: rarely(fc.oneof(fc.constant(0), minutes(1, 30)), 5),
  stopAfterMinutes: rarely(fc.double({ min: 0, max: 2, noNaN: true }), 5),
  redriveAfterMinutes: fc.array(fc.oneof(minutes(0, 300), minutes(300, 3 * DAY_MINUTES)), { maxLength: 2 }),
});

const act: fc.Arbitrary<OperatorAct> = fc.record({
  act: fc.constantFrom('forget' as const, 'ask again' as const),
  feed: fc.constant(WORLD_FEEDS[0]),
  atMinutes: minutes(0, 5 * DAY_MINUTES),
  thinksSeconds: minutes(0, 300),
  choice: fc.nat({ max: 9 }),
});

/** Mostly one batch, sometimes up to four. */
const titles = fc.oneof(
  { weight: 30, arbitrary: fc.array(title, { maxLength: 9 }) },
  { weight: 1, arbitrary: fc.array(title, { minLength: 15, maxLength: 40 }) },
);

/** Pauses of seconds, sometimes longer than the timeout of the task. */
const pauses = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.oneof({ weight: 6, arbitrary: minutes(0, 20) }, { weight: 1, arbitrary: minutes(21, 130) }),
      { maxLength: 7 },
    ),
  },
);

/** Scenarios of some titles and runs within some days. Quiet days for the rest are added when they are played. */
export const anyScenario: fc.Arbitrary<Scenario> = fc.record({
  titles,
  spells: fc.array(spell, { maxLength: 2 }),
  listingFaults: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: faults<ListingFault>(
        'none',
        ['short', 'empty', 'one page', 'more', 'fewer', 'first page', 'maintenance page', 503],
        8,
      ),
    },
  ),
  streamFaults: faults<StreamFault>('none', ['rejects', 'fails', 'lost'], 8),
  tableFaults: faults<TableFault | 'none'>('none', ['throttled', 'refused', 'answer lost', 'sent twice'], 12),
  tablePauses: pauses,
  maxDeferrals: minutes(1, 3),
  minDeferralDays: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: minutes(1, 3) },
  ),
  ownClock: rarely(wrongClock(fc.oneof(minutes(1, 3 * DAY_MINUTES), minutes(-120, -1))), 8),
  watchmodeClock: rarely(wrongClock(minutes(1, 600)), 8),
  firstWatermark: rarely(firstWatermark, 8),
  runs: fc.oneof(
    { weight: 3, arbitrary: fc.array(run, { minLength: 1, maxLength: 2 }) },
    { weight: 1, arbitrary: fc.array(run, { minLength: 2, maxLength: 4 }) },
  ),
  acts: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(act, { minLength: 1, maxLength: 3 }) },
  ),
  hasRedriver: fc.oneof(
    { weight: 3, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  deathAtMinutes: rarely(
    fc.oneof(fc.double({ min: 0, max: 2, noNaN: true }), minutes(3, 2 * DAY_MINUTES)),
    10,
  ),
});
