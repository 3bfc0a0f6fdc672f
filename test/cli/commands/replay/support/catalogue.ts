import { DeleteTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CATALOGUE_SHAPE } from '../../../../../events/catalogue.ts';
import { LOCAL_CATALOGUE_TABLES } from '../../../../../workflow/names.ts';
import { eventOn, leftOn, listedOn } from '../../../../consumer/catalogue/support/events.ts';
import { createTable, type OpenDynamodb } from '../../../../local/dynamodb/support/local-dynamodb.ts';

/** The catalogue of the stand-in. */
export const TABLE = LOCAL_CATALOGUE_TABLES['stand-in'];

/** The source of the records in Lambda's events. */
export const SOURCE = {
  region: 'eu-west-2',
  streamArn: 'arn:aws:kinesis:eu-west-2:000000000000:stream/titles',
  roleArn: 'arn:aws:iam::000000000000:role/update-catalogue',
  functionArn: 'arn:aws:lambda:eu-west-2:000000000000:function:update-catalogue',
  mappingId: '00000000-0000-4000-8000-000000000000',
};

/** The events of three titles: one loses a service and gets it back, one is removed, one has no service. */
export const STORY = [
  eventOn({ titleId: 1, day: 1, services: [203, 24], genres: [4, 7] }),
  eventOn({ titleId: 2, day: 1, services: [372] }),
  eventOn({ titleId: 3, day: 1, services: [] }),
  eventOn({ titleId: 1, day: 2, services: [24] }),
  eventOn({ titleId: 2, day: 3, services: null }),
  eventOn({ titleId: 1, day: 4, services: [203, 24], genres: [4] }),
] as const;

/** What a sweep says after that: a title is on another service, one has left a service, and a service has a new name. */
export const SWEEP = [
  eventOn({ titleId: 3, day: 5, services: [], arrivedOn: [203] }),
  leftOn({ titleId: 1, day: 5, left: 203 }),
  listedOn({ sourceId: 203, day: 5, name: 'Netflix' }),
] as const;

/** Creates the table of the catalogue, and returns functions on it. */
export async function createCatalogue({ client }: Pick<OpenDynamodb, 'client'>) {
  const create = () => createTable(client, TABLE, CATALOGUE_SHAPE);
  await create();
  const items = async () => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLE }));
    return Items.map((item) => JSON.stringify(Object.entries(item).sort())).sort();
  };
  return {
    create,
    drop: () => client.send(new DeleteTableCommand({ TableName: TABLE })).catch(() => undefined),
    /** All items as the table has them, by key. */
    items,
    /** The ids of the titles that have a record. */
    titles: async () =>
      (await items()).flatMap((item) => /"S":"title:(\d+)"\}\].*"S":"record"/.exec(item)?.[1] ?? []).sort(),
  };
}

/** The functions of {@link createCatalogue}. */
export type TestCatalogue = Awaited<ReturnType<typeof createCatalogue>>;
