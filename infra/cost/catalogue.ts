import type { DeploymentConfig } from '../config.ts';
import { CATALOGUE_ALARM_METRICS } from '../monitoring/catalogue-alarms.ts';
import { UPDATE_CATALOGUE } from '../../workflow/event-source-mapping.ts';
import { item, type Item } from './item.ts';
import { PRICES } from './prices.ts';

/**
 * Assumptions about a title in the catalogue: seven services and two genres, as a British title has. A write is billed by
 * kilobyte, of the table and of its index.
 */
export const CATALOGUE_ASSUMPTIONS = {
  /** A consistent read of the record, in units of 4 KB. */
  readUnits: 2,
  /** The record, in units of 1 KB. */
  recordUnits: 5,
  services: 7,
  genres: 2,
  /** A row of the first genre, which is in the index with what a reader shows: 2 KB in the table and in the index. */
  listedRowUnits: 4,
  /** A row of another genre. */
  rowUnits: 1,
  secondsPerTitle: 0.05,
  /** The metrics that Lambda writes of the event source mapping, assumed to cost as much as custom ones. */
  mappingMetrics: 6,
  /** EventsConsumed and EventsRefused. */
  customMetrics: 2,
} as const;

/** Returns the cost of the titles of one run in the consumer. */
export function catalogueRun(titles: number, { taskMemoryMb }: DeploymentConfig): Item[] {
  const { readUnits, recordUnits, services, genres, listedRowUnits, rowUnits, secondsPerTitle } =
    CATALOGUE_ASSUMPTIONS;
  const writeUnits = recordUnits + services * (listedRowUnits + (genres - 1) * rowUnits);
  const batches = Math.ceil(titles / UPDATE_CATALOGUE.mapping.batchSize);
  return [
    item('Lambda requests', batches, PRICES.lambdaRequest),
    item('Lambda duration', (titles * secondsPerTitle * taskMemoryMb) / 1024, PRICES.lambdaDuration),
    item('DynamoDB reads', titles * readUnits, PRICES.tableRead),
    item('DynamoDB writes', titles * writeUnits, PRICES.tableWrite),
  ];
}

/** Returns the cost of the consumer in a month without runs. Ignores its storage, some cents. */
export function catalogueStanding(): Item[] {
  const { mappingMetrics, customMetrics } = CATALOGUE_ASSUMPTIONS;
  const alarms = Object.values(CATALOGUE_ALARM_METRICS).reduce<number>((total, each) => total + each, 0);
  return [
    item('Alarms', alarms, PRICES.alarm),
    item('Metrics of the mapping', mappingMetrics, PRICES.metric),
    item('Metrics of the consumer', customMetrics, PRICES.metric),
  ];
}
