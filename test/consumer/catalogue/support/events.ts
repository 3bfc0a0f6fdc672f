import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type {
  DepartureEvent,
  RemovalEvent,
  Source,
  SourceEvent,
  StreamEvent,
  TitleEvent,
  TitleRecord,
} from '../../../../events/types.ts';
import { titleRecord } from '../../../tasks/support/title.ts';

/** A subscription of a service. */
export function sourceOf(sourceId: number, changes: Partial<Source> = {}): Source {
  return {
    ...{ sourceId, name: `Service ${sourceId}`, type: 'sub', region: 'GB', price: null, format: '4K' },
    ...{ webUrl: `https://www.example.com/${sourceId}`, iosUrl: null, androidUrl: null },
    ...{ seasons: null, episodes: null },
    ...changes,
  };
}

/** The facts of an event that tests name. */
export interface EventFacts {
  readonly titleId?: number;
  /** The day of November 2026. */
  readonly day: number;
  /** The services; null for a removal. */
  readonly services: readonly number[] | null;
  readonly genres?: readonly number[];
  /** The services on which a sweep found it new. */
  readonly arrivedOn?: readonly number[];
  readonly changes?: Partial<TitleRecord>;
}

/** Makes a valid event. Its id depends on all facts. */
export function eventOn(facts: EventFacts): TitleEvent | RemovalEvent {
  const { titleId = TITLE_ID, day, services, genres = [4], arrivedOn = [], changes = {} } = facts;
  const common = commonOf(facts, String(titleId), day);
  if (services === null) return { ...common, type: 'tvguide.title.removed', data: null };
  return {
    ...common,
    type: arrivedOn.length > 0 ? 'tvguide.title.added' : 'tvguide.title.updated',
    dataschema: 'https://schemas.tvguide.example/title-record.schema.json',
    data: titleRecord(titleId, {
      genres: genres.map((id) => ({ id, name: `Genre ${id}` })),
      sources: services.map((sourceId) => sourceOf(sourceId)),
      ...changes,
    }),
    ...(arrivedOn.length > 0 ? { arrivedon: arrivedOn.map((id) => `GB:${id}`).join(',') } : {}),
  };
}

/** Makes a valid event of a title that left a service. */
export function leftOn(facts: {
  readonly titleId?: number;
  readonly day: number;
  readonly left: number;
}): DepartureEvent {
  const { titleId = TITLE_ID, day, left } = facts;
  return {
    ...commonOf(facts, String(titleId), day),
    type: 'tvguide.title.left',
    data: { region: 'GB', sourceId: left },
  };
}

/** Makes a valid event of a service that reference data names. */
export function listedOn(facts: {
  readonly sourceId: number;
  readonly day: number;
  readonly name: string;
}): SourceEvent {
  const { sourceId: id, day, name } = facts;
  return {
    ...commonOf(facts, `source:${id}`, day),
    type: 'tvguide.source.listed',
    data: { id, name, type: 'sub', regions: ['GB'] },
  };
}

const TITLE_ID = 345_534;

/** Makes the members that all events have. The id depends on all facts of an event. */
function commonOf(facts: object, subject: string, day: number) {
  return {
    specversion: '1.0',
    id: createHash('sha256').update(JSON.stringify(facts)).digest('hex'),
    source: 'https://api.watchmode.com/v1',
    subject,
    time: new Date(Date.UTC(2026, 10, day, 6)).toISOString(),
    datacontenttype: 'application/json',
  } as const;
}

const someTitle = fc.constantFrom(1, 2);
const someService = fc.constantFrom(203, 24, 372);
const someDay = fc.integer({ min: 1, max: 29 });

/** Any event, of all types, of one month. */
const someEvent: fc.Arbitrary<StreamEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        titleId: someTitle,
        day: someDay,
        services: fc.option(fc.uniqueArray(someService, { maxLength: 3 }), { freq: 8 }),
        genres: fc.uniqueArray(fc.constantFrom(4, 7), { maxLength: 2 }),
        arrivedOn: fc.oneof(fc.constant([]), fc.uniqueArray(someService, { maxLength: 2 })),
        named: fc.constantFrom('Service', 'TV'),
      })
      .map(({ named, services, ...facts }) => {
        const sources = services?.map((id) => sourceOf(id, { name: `${named} ${id}` }));
        return eventOn({ ...facts, services, ...(sources === undefined ? {} : { changes: { sources } }) });
      }),
  },
  { weight: 3, arbitrary: fc.record({ titleId: someTitle, day: someDay, left: someService }).map(leftOn) },
  {
    weight: 1,
    arbitrary: fc
      .record({ sourceId: someService, day: someDay, name: fc.constantFrom('Netflix', 'Apple TV') })
      .map(listedOn),
  },
);

/** Different events, of all types, of one month. */
export const someEvents: fc.Arbitrary<StreamEvent[]> = fc.uniqueArray(someEvent, {
  minLength: 1,
  maxLength: 12,
  selector: ({ id }) => id,
});
