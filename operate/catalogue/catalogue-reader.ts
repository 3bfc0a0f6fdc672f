import { QueryCommand, type DynamoDBClient, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { FIRST_SEEN_INDEX, regionSource } from '../../events/catalogue.ts';
import type { CatalogueName } from '../../events/types.ts';
import { formatViolations, violationsOf } from '../../events/validate.ts';
import {
  CatalogueName as isCatalogueName,
  CatalogueRow as isCatalogueRow,
} from '../../events/validators.mjs';
import { OperationError } from '../errors.ts';
import { mapInParallel } from '../parallel.ts';
import {
  arrivalOf,
  isWanted,
  newestFirst,
  type Arrival,
  type Arrivals,
  type ArrivalsQuery,
} from './arrivals.ts';
import { knownNameOf, type KnownName } from './known-names.ts';

/** The number of services that are read at once. */
const SERVICES_AT_ONCE = 4;

/** Reads the catalogue with queries of the table and of its index. */
export interface CatalogueReader {
  /** Reads the names of all services or genres that the catalogue knows, sorted by name. */
  readNames(kind: 'source' | 'genre'): Promise<KnownName[]>;
  /**
   * Reads what is new on services, the newest first: one query for each service and page.
   *
   * @throws OperationError for an item that breaks the contract
   */
  readArrivals(query: ArrivalsQuery): Promise<Arrivals>;
}

/**
 * Creates the reader of a catalogue. Calls reject with the errors of the SDK.
 *
 * @example const reader = createCatalogueReader(client, { tableName: 'TvGuideCatalogue', now: () => io.now() })
 */
export function createCatalogueReader(
  client: Pick<DynamoDBClient, 'send'>,
  { tableName, now }: { readonly tableName: string; readonly now: () => number },
): CatalogueReader {
  /** Yields the items of a query, page by page. */
  async function* pagesOf<Item>(
    query: Omit<QueryCommandInput, 'TableName'>,
    isItem: Parameters<typeof violationsOf>[0],
  ): AsyncGenerator<Item[]> {
    let start: QueryCommandInput['ExclusiveStartKey'];
    do {
      const command = new QueryCommand({
        TableName: tableName,
        ...query,
        ExclusiveStartKey: start,
      });
      const { Items = [], LastEvaluatedKey } = await client.send(command);
      yield Items.map((attributes) => {
        const item = unmarshall(attributes);
        const violations = violationsOf(isItem, item);
        if (violations.length === 0) return item as Item;
        const place = `${String(item['pk'])} ${String(item['sk'])} in ${tableName}`;
        throw new OperationError(
          `the item ${place} is not valid: ${formatViolations(violations)}; delete it, and the next event of its title writes it again`,
        );
      });
      start = LastEvaluatedKey;
    } while (start !== undefined);
  }

  /** Reads the newest arrivals of a service, one more than the limit if there are more. */
  async function readService(sourceId: number, query: ArrivalsQuery): Promise<Arrival[]> {
    const { region, since, limit = Infinity } = query;
    const found: Arrival[] = [];
    const pages = pagesOf<Parameters<typeof arrivalOf>[0]>(
      {
        IndexName: FIRST_SEEN_INDEX,
        KeyConditionExpression: 'regionSource = :service AND firstSeen >= :since',
        ExpressionAttributeValues: marshall({
          ':service': regionSource(region, sourceId),
          ':since': new Date(since).toISOString(),
        }),
        ScanIndexForward: false,
      },
      isCatalogueRow,
    );
    for await (const rows of pages) {
      const arrivals = rows.flatMap((row) => arrivalOf(row, now()) ?? []);
      found.push(...arrivals.filter((arrival) => isWanted(arrival, query)));
      if (found.length > limit) break;
    }
    return found;
  }

  return {
    async readNames(kind) {
      const names: KnownName[] = [];
      const query = {
        KeyConditionExpression: 'pk = :names',
        ExpressionAttributeValues: marshall({ ':names': `names:${kind}` }),
      };
      for await (const items of pagesOf<CatalogueName>(query, isCatalogueName)) {
        names.push(...items.map(knownNameOf));
      }
      return names.sort((one, other) => one.name.localeCompare(other.name, 'en') || one.id - other.id);
    },

    async readArrivals(query) {
      const { sourceIds, limit = Infinity } = query;
      const services = [...new Set(sourceIds)];
      const found = await mapInParallel(services, SERVICES_AT_ONCE, (id) => readService(id, query));
      const all = found.flat().sort(newestFirst);
      return { arrivals: all.slice(0, limit), hasMore: all.length > limit };
    },
  };
}
