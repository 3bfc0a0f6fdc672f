import { DynamoDBClient, DynamoDBServiceException, QueryCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { ArrivalsView } from '../../../../console/api/index.ts';
import { arrivals, catalogue } from '../../../../console/server/catalogue/handlers.ts';
import { SharedCatalogue } from '../../../../console/server/catalogue/shared-catalogue.ts';
import { ROUTES } from '../../../../console/server/routes.ts';
import { DAY_MS } from '../../../../events/instant.ts';
import type { Arrival, ArrivalsQuery } from '../../../../operate/catalogue/arrivals.ts';
import { definitionWith } from '../../../cli/support/fake-progress.ts';
import { fakeContext, ON_AWS } from '../support/fake-context.ts';
import { LAPTOP } from '../support/laptop-options.ts';
import { askHandler } from '../support/virtual-time.ts';

const dynamodb = mockClient(DynamoDBClient);
const NAMES = {
  source: [
    { id: 24, name: 'Amazon' },
    { id: 387, name: 'BBC iPlayer' },
    { id: 203, name: 'Netflix' },
  ],
  genre: [{ id: 7, name: 'Drama' }],
};
const HEAT: Arrival = {
  ...{ titleId: 1, region: 'GB', sourceId: 24, firstSeen: '2026-11-24T06:00:05.412Z' },
  ...{ title: 'Heat', year: 1995, type: 'movie', plotOverview: 'A heist.', userRating: 8.3 },
  ...{ criticScore: 76, releaseDate: '1995-12-15', service: 'Amazon', genres: [] },
  ways: [
    { type: 'rent', webUrl: 'https://a.example/4k', price: 4.49, format: '4K' },
    { type: 'rent', webUrl: 'https://a.example/hd', price: 3.49, format: 'HD' },
    { type: 'sub', webUrl: 'javascript:alert(1)', price: null, format: null },
  ],
};

/** Asks the handler over a catalogue with one title; returns its answer, and what it has asked the catalogue. */
async function askArrivals(query: Readonly<Record<string, string>>) {
  const { context, io } = await fakeContext();
  const asked: ArrivalsQuery[] = [];
  const shared = new SharedCatalogue(() =>
    Promise.resolve({
      tableName: 'TvGuideCatalogue',
      readNames: (kind) => Promise.resolve(NAMES[kind]),
      readArrivals: (given) => Promise.resolve((asked.push(given), { arrivals: [HEAT], hasMore: true })),
      close: () => Promise.resolve(),
    }),
  );
  const given = { services: '24', ...query };
  const answer = (await askHandler(arrivals, { ...context, catalogue: shared }, given)) as ArrivalsView;
  return { answer, asked, now: io.now() };
}

describe('what is new', () => {
  it('is served to the pages', () => {
    expect(ROUTES).toMatchObject({ 'GET /api/catalogue': catalogue, 'GET /api/arrivals': arrivals });
  });

  it('has a row for each title on a service, with an address for each type of way', async () => {
    const { answer } = await askArrivals({});

    expect(answer).toEqual({
      ...{ services: [24], genres: [], hasMore: true },
      arrivals: [
        {
          ...{ titleId: 1, title: 'Heat', year: 1995, type: 'movie', sourceId: 24, service: 'Amazon' },
          ...{ rating: 8.3, firstSeen: Date.parse(HEAT.firstSeen) },
          ways: [
            { text: 'rent 3.49', url: 'https://a.example/hd' },
            { text: 'sub', url: null },
          ],
        },
      ],
    });
  });

  it('is found with the filters of the address, in names or IDs', async () => {
    const { answer, asked, now } = await askArrivals({
      ...{ services: 'netflix, 387', genres: 'drama', since: '30d', 'min-rating': '7.5', country: 'IE' },
    });

    expect(asked).toEqual([
      {
        ...{ sourceIds: [203, 387], genreIds: [7], minRating: 7.5, region: 'IE', limit: 200 },
        since: now - 30 * DAY_MS,
      },
    ]);
    expect(answer).toMatchObject({ services: [203, 387], genres: [7] });
  });

  it('is that of a week in Great Britain, or since a time in the words of the command line', async () => {
    const [week, hours, day] = await Promise.all(
      [{}, { since: '12h' }, { since: '2026-11-01' }].map(askArrivals),
    );

    expect(week!.asked).toEqual([expect.objectContaining({ region: 'GB', since: week!.now - 7 * DAY_MS })]);
    expect(hours!.asked).toEqual([expect.objectContaining({ since: hours!.now - DAY_MS / 2 })]);
    expect(day!.asked).toEqual([expect.objectContaining({ since: Date.UTC(2026, 10, 1) })]);
  });

  it.each([
    [{ services: 'Netflx' }, 'there is no service "Netflx" in the catalogue: did you mean Netflix?'],
    [{ genres: 'Drams' }, 'there is no genre "Drams" in the catalogue: did you mean Drama?'],
    [{ services: '' }, 'the request needs services'],
    [{ since: '3y' }, 'since: Give a whole number and a unit: 45s, 30m, 12h, 3d or 2w.'],
    [{ 'min-rating': '11' }, 'min-rating must be a number from 0 to 10 such as 7.5, not "11"'],
    [{ country: 'UK' }, 'the country UK must be an ISO 3166-1 country code in upper case: use GB'],
  ])('is refused in words for %j', async (query, message) => {
    await expect(askArrivals(query)).rejects.toMatchObject({ name: 'RequestProblem', status: 400, message });
  });
});

describe('the catalogue of a state machine', () => {
  const open = async (options: object) => {
    const { context, fake } = await fakeContext([], options);
    fake.currentDefinition = definitionWith('TvGuideProgress');
    return { context, fake };
  };
  const fails = (name: string, message: string) =>
    dynamodb.on(QueryCommand).rejects(
      new DynamoDBServiceException({
        ...{ name, message, $fault: 'client' },
        $metadata: { httpStatusCode: 400 },
      }),
    );

  beforeEach(() => {
    dynamodb.reset();
    dynamodb.on(QueryCommand).resolves({ Items: [] });
  });

  it('that has no events yet has no names', async () => {
    const { context } = await open(ON_AWS);

    expect(await askHandler(catalogue, context, {})).toEqual({
      ...{ table: 'TvGuideCatalogue', isThere: true, services: [], genres: [] },
      defaults: { since: '7d', country: 'GB' },
    });
  });

  it.each([
    ['on AWS', ON_AWS],
    ['on this machine', LAPTOP],
  ])('that is missing %s is no failure', async (_, options) => {
    const { context } = await open(options);
    fails('ResourceNotFoundException', 'Requested resource not found');

    expect(await askHandler(catalogue, context, {})).toMatchObject({ isThere: false });
  });

  it('that may not be read has a reason for a page', async () => {
    const { context } = await open(ON_AWS);
    const said = 'User: arn:aws:iam::123456789012:user/ada is not authorized to perform: dynamodb:Query';
    fails('AccessDeniedException', said);
    const error: unknown = await askHandler(catalogue, context, {}).catch((reason: unknown) => reason);

    expect(context.explain(error)).toBe(
      'the user or role arn:aws:iam::123456789012:user/ada may not call dynamodb:Query: ask for the permission, or start the console with another profile',
    );
  });

  it('is looked for again after a failure, and then kept', async () => {
    const { context, fake } = await open(ON_AWS);
    fake.currentDefinition = '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}';
    await expect(askHandler(catalogue, context, {})).rejects.toThrow('where its catalogue is');
    fake.currentDefinition = definitionWith('TvGuideProgress');

    expect(await context.catalogue.get()).toBe(await context.catalogue.get());
    context.close();
  });
});
