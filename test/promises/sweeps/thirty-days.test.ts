import { describe, expect, it } from '@jest/globals';
import type { KinesisStreamRecord } from 'aws-lambda';
import { createBeginBatch } from '../../../consumer/catalogue/begin-batch.ts';
import { createUpdateCatalogue } from '../../../consumer/catalogue/update-catalogue.ts';
import { createConsumer } from '../../../consumer/consumer.ts';
import type { CatalogueItem, CatalogueName, CatalogueRow } from '../../../events/types.ts';
import { memoryCatalogue, type MemoryCatalogue } from '../../consumer/catalogue/support/memory-catalogue.ts';
import type { Service } from '../../support/independent-watchmode/changing-catalogue.ts';
import { invocation, recordedTelemetry } from '../../tasks/support/ports.ts';
import { numbersOf } from './support/drift.ts';
import { inputOf } from './support/play-sweeps.ts';
import { GENRES, SERVICES, sweptId, TYPES, type SweepScenario } from './support/scenario.ts';
import { REFERENCE, SweepWorld } from './support/sweep-world.ts';

const DAYS = 30;
const QUIET_DAYS = 2;
const TITLES = 80;
const CHANGES_A_DAY = 6;
/** The day on which Netflix and a genre get other names. */
const RENAMING_DAY = 12;
const RECORDS_A_BATCH = 100;

type Aggregation = SweepScenario['aggregation'];

/** Eighty titles, some of them on each service, and no trouble. */
function scenarioOf(aggregation: Aggregation, random: () => number): SweepScenario {
  const letter = () => 'abcdefgh'.charAt(Math.floor(random() * 8));
  return {
    ...{ seed: 1, aggregation, publishBaseline: true, byType: false, byGenre: false, renames: false },
    ...{ pageLimit: 8, pageCap: null, victim: 0, sweeps: [] },
    titles: Array.from({ length: TITLES }, (_, index) => ({
      letters: letter() + letter(),
      type: TYPES[index % TYPES.length]!,
      genre: GENRES[index % GENRES.length]!,
      on: SERVICES.filter(() => random() < 0.4),
    })),
  };
}

/** The real consumer over a catalogue in memory. */
class Consumer {
  readonly table: MemoryCatalogue = memoryCatalogue();
  readonly #handler;
  #consumed = 0;

  constructor(world: SweepWorld) {
    const { telemetry } = recordedTelemetry(world.clock, 'error');
    const settings = { keepDays: null };
    this.#handler = createConsumer({
      begin: createBeginBatch(this.table, settings),
      update: createUpdateCatalogue(this.table, settings),
      telemetry,
    });
  }

  /** Consumes the records that are new on the stream of a world. */
  async follow({ stream }: SweepWorld): Promise<void> {
    const records = stream.records.slice(this.#consumed);
    for (let start = 0; start < records.length; start += RECORDS_A_BATCH) {
      const Records = records.slice(start, start + RECORDS_A_BATCH).map(({ partitionKey, data }, index) => ({
        kinesis: {
          ...{ partitionKey, sequenceNumber: String(this.#consumed + start + index) },
          data: Buffer.from(data).toString('base64'),
        },
      }));
      const answer = await this.#handler({ Records: Records as KinesisStreamRecord[] }, invocation());
      if (answer.batchItemFailures.length > 0) throw new Error(JSON.stringify(answer));
    }
    this.#consumed = stream.records.length;
  }
}

const byNumber = (one: number, other: number) => one - other;

/** The titles that a service has by the catalogue's table, ascending. */
function liveOn(items: readonly CatalogueItem[], service: Service): number[] {
  const rows = items.filter((item): item is CatalogueRow => 'asOf' in item);
  const live = rows.filter(
    ({ region, sourceId, leftAt }) => `${region}:${sourceId}` === service && leftAt === undefined,
  );
  return [...new Set(live.map(({ titleId }) => titleId))].toSorted(byNumber);
}

/** The names of services or genres by the catalogue's table. */
function namesIn(items: readonly CatalogueItem[], kind: 'source' | 'genre') {
  return items
    .filter((item): item is CatalogueName => item.pk === `names:${kind}`)
    .map(({ id, name }) => ({ id: Number(id), name }))
    .toSorted((one, other) => one.id - other.id);
}

/** The truth of a day, by service. */
type Truth = ReadonlyMap<Service, ReadonlySet<number>>;

function truthOf({ catalogue }: SweepWorld): Truth {
  return new Map(
    SERVICES.map((service) => [service, new Set(catalogue.titlesOn(service).map(({ id }) => id))]),
  );
}

/** What a day's table depends on. */
interface Day {
  readonly service: Service;
  readonly now: Truth;
  /** The truth of the sweep before. */
  readonly before: Truth;
  /** The titles whose details were bought. */
  readonly bought: ReadonlySet<number>;
  /** The titles that two sweeps have not listed, and that no page has shown to be gone, because pages ended beside them. */
  readonly late: readonly { readonly titleId: number }[];
}

/** The titles of a service after a sweep. One that is gone since the sweep before stays, unless it was bought meanwhile. */
function expectedOn({ service, now, before, bought, late }: Day): number[] {
  const waiting = [...(before.get(service) ?? [])].filter((id) => !bought.has(id));
  const all = [...now.get(service)!, ...waiting, ...late.map(({ titleId }) => titleId)];
  return [...new Set(all)].toSorted(byNumber);
}

describe.each<Aggregation>(['none', 'kpl'])(
  'thirty days of sweeps, with the aggregation %s',
  (aggregation) => {
    it('leave the catalogue as it is on each day, and as it was when replayed', async () => {
      const random = numbersOf(20_261_129);
      const world = new SweepWorld(scenarioOf(aggregation, random));
      const consumer = new Consumer(world);
      const pick = (count: number) => Math.floor(random() * count);
      let before: Truth = new Map();
      let lateDepartures = 0;
      for (let day = 0; day < DAYS; day += 1) {
        if (day > 0) await world.pass(24);
        const isQuiet = day >= DAYS - QUIET_DAYS;
        for (let change = 0; day > 0 && !isQuiet && change < CHANGES_A_DAY; change += 1) {
          const [titleId, service] = [sweptId(pick(TITLES)), SERVICES[pick(SERVICES.length)]!];
          const isThere = world.catalogue.has(service, titleId);
          world.catalogue.make({ titleId, service, change: isThere ? 'leaves' : 'arrives' });
        }
        if (day === RENAMING_DAY) world.watchmode.reference = renamed();
        const run = await world.sweep(`day-${day}`, undefined, inputOf(world.scenario));
        expect(run.summary).toMatchObject({ deferred: 0, skipped: 0, rejected: 0 });
        await consumer.follow(world);

        const items = consumer.table.items();
        const now = truthOf(world);
        const sales = world.watchmode.ledger.sales.slice(run.sales.from, run.sales.to);
        const bought = new Set(sales.flatMap(({ titleId }) => titleId ?? []));
        for (const service of SERVICES) {
          const { missing } = run.saved.get(service)!;
          const late = missing.filter(({ titleId, sweeps }) => sweeps > 1 && !bought.has(titleId));
          expect(late.filter(({ sweeps }) => sweeps > 2)).toEqual([]);
          lateDepartures += late.length;
          expect({ day, service, live: liveOn(items, service) }).toEqual({
            ...{ day, service, live: expectedOn({ service, now, before, bought, late }) },
          });
        }
        const { sources, genres } = world.watchmode.reference;
        expect(namesIn(items, 'source')).toEqual(sources.map(({ id, name }) => ({ id, name })));
        expect(namesIn(items, 'genre')).toEqual(genres);
        before = now;
      }
      for (const service of SERVICES) {
        expect(liveOn(consumer.table.items(), service)).toEqual([...before.get(service)!].toSorted(byNumber));
      }

      // A page of eight titles ends beside a departure much more often than one of 250.
      expect(lateDepartures).toBeLessThan(DAYS / 4);

      const again = new Consumer(world);
      await again.follow(world);
      expect(JSON.stringify(again.table.items())).toBe(JSON.stringify(consumer.table.items()));
    });
  },
);

/** The reference data with other names for Netflix and the first genre. */
function renamed() {
  return {
    ...REFERENCE,
    sources: REFERENCE.sources.map((source) => ({
      ...source,
      name: source.id === 203 ? 'Netflix & more' : source.name,
    })),
    genres: REFERENCE.genres.map(({ id, name }) => ({ id, name: id === GENRES[0] ? 'Another name' : name })),
  };
}
