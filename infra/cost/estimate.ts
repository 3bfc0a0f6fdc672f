import type { DeploymentConfig } from '../config.ts';
import { MAX_REDRIVES } from '../../workflow/redrive-policy.ts';
import type { Workflow } from '../../workflow/definition.ts';
import { ALARM_METRICS, alarmNamesOf } from '../monitoring/alarms.ts';
import { catalogueRun, catalogueStanding } from './catalogue.ts';
import { item, type Item } from './item.ts';
import { scheduledFeeds } from '../settings/sweeps.ts';
import { priceOf, PRICES } from './prices.ts';
import { workloadOf } from './workload.ts';
import { creditsOfSweeps } from '../../events/sweep-credits.ts';
import { CREDITS_PER_PAGE, CREDITS_PER_TITLE } from '../../events/credits.ts';

/** The cost of one run, and of a month without runs. */
export interface Estimate {
  readonly titles: number;
  readonly run: readonly Item[];
  /** The cost of the same records in all ways to write them. `run` contains the configured one. */
  readonly streamWrites: readonly Item[];
  readonly standing: readonly Item[];
  /** The standing cost of the stream in both modes. */
  readonly streamModes: readonly Item[];
  /** The cost of the consumer, if it is deployed: of the titles of one run, and of a month without runs. */
  readonly catalogue: { readonly run: readonly Item[]; readonly standing: readonly Item[] };
  readonly credits: Item;
  /** The number of pages of the listing. */
  readonly pages: number;
  /** The number of state transitions at the price of one credit. */
  readonly transitionsPerCredit: number;
}

/**
 * Assumptions that the definition does not contain. Bytes were measured on a real title with its seven British sources.
 * Seconds are those of a small function: measure them (`Billed Duration` in the logs) before a budget depends on them.
 */
export const ASSUMPTIONS = {
  /** One event on the stream. */
  eventBytes: 3_500,
  listSecondsPerPage: 1,
  fetchSeconds: 0.5,
  publishSeconds: 0.5,
  titlesPerPage: 250,
  /**
   * Units that a run reads from the progress table besides one a title by publish-titles: the claim, the watermark, and
   * the deferred titles, some twenty a unit.
   */
  tableReadUnits: 3,
  /** Units that a run without deferred titles writes to the table besides one a published title: the claim and the watermark. */
  tableWriteUnits: 2,
  /**
   * Units that a sweep reads from the table: each page, 2 KB with its 250 IDs, and the page of the sweep before, by
   * list-new-titles and by save-sweep; and the reference data, 40 KB, three times.
   */
  sweepReads: { page: 4, referenceData: 30 },
  /** Units that a sweep writes: each page, and the reference data. The item of a section is a unit or two. */
  sweepWrites: { page: 2, referenceData: 40 },
  /** The number of copies of a title's record in the state machine's log, at level ALL with execution data. */
  recordCopiesInLog: 5,
  /** The log of a title without its record: some ten events. */
  logBytesPerTitle: 6_000,
  /** The log of one invocation: its start, its report and a line or two of metrics. */
  logBytesPerInvocation: 1_200,
  /** States that redrive-failed-run enters to redrive a run. */
  redriverStates: 7,
  /** The number of times that redrive-failed-run redrives one run. */
  redrives: MAX_REDRIVES,
  /** The number of times that list-new-titles requests a page again. */
  pageRepeats: 3,
  /** All metrics of the tasks. */
  customMetrics: 21,
  /** Those of them that only sweeps write. */
  sweepMetrics: 4,
  /** Those of them that measure a lag: a deployment has one for each feed that its schedules ingest. */
  lagMetrics: 2,
  hoursPerMonth: 730,
} as const;

const GB = 1024 ** 3;
const PUT_UNIT_BYTES = 25 * 1024;
const ON_DEMAND_UNIT_BYTES = 1024;

/**
 * Estimates the cost of a run without retries.
 *
 * @param sweep - for a run of the feed catalogue: the number of pages of all its sections
 */
export function estimate(
  workflow: Workflow,
  config: DeploymentConfig,
  titles: number,
  sweep?: { readonly pages: number },
): Estimate {
  const work = workloadOf(workflow, titles, { isSweep: sweep !== undefined });
  // One listing a region. Assumes that every title is in each of them.
  const listings = config.feed === 'titles_sources_changed' ? config.regions.length : 1;
  const pages = sweep?.pages ?? Math.ceil(titles / ASSUMPTIONS.titlesPerPage) * listings;
  const table = tableUnits(titles, sweep?.pages);
  const invocations = sumOf(Object.values(work.invocations));
  const writes = streamWrites(titles, work.children, config);
  const logBytes =
    titles * (ASSUMPTIONS.recordCopiesInLog * ASSUMPTIONS.eventBytes + ASSUMPTIONS.logBytesPerTitle);
  const credits =
    sweep === undefined
      ? pages * CREDITS_PER_PAGE + titles * CREDITS_PER_TITLE
      : creditsOfSweeps({ pages, titles }).all;
  return {
    titles,
    run: [
      item('State transitions', work.transitions, PRICES.transition),
      item('Lambda requests', invocations, PRICES.lambdaRequest),
      item('Lambda duration', gigabyteSeconds(config, pages, titles, work.children), PRICES.lambdaDuration),
      { ...writes[`${config.streamMode} ${config.recordAggregation}`], item: 'Kinesis writes' },
      item('DynamoDB reads', table.reads, PRICES.tableRead),
      item('DynamoDB writes', table.writes, PRICES.tableWrite),
      item('Logs of the state machine', logBytes / GB, PRICES.logIngestion),
      item(
        'Logs of the functions',
        (invocations * ASSUMPTIONS.logBytesPerInvocation) / GB,
        PRICES.logIngestion,
      ),
    ],
    streamWrites: Object.values(writes),
    standing: standing(config),
    streamModes: [onDemandStream(), ...provisionedStream(config)],
    catalogue: { run: catalogueRun(titles, config), standing: catalogueStanding() },
    credits: item('Watchmode credits', credits, PRICES.credit),
    pages,
    transitionsPerCredit: Math.floor(priceOf(PRICES.credit, 1) / priceOf(PRICES.transition, 1)),
  };
}

/** Returns the units that a run reads and writes in the progress table. */
function tableUnits(titles: number, sweptPages: number | undefined) {
  const { tableReadUnits, tableWriteUnits, sweepReads, sweepWrites } = ASSUMPTIONS;
  const run = { reads: titles + tableReadUnits, writes: titles + tableWriteUnits };
  if (sweptPages === undefined) return run;
  return {
    reads: run.reads + sweptPages * sweepReads.page + sweepReads.referenceData,
    writes: run.writes + sweptPages * sweepWrites.page + sweepWrites.referenceData,
  };
}

/** Returns the compute of the functions. The state machine waits for Watchmode's pace without a function. */
function gigabyteSeconds(config: DeploymentConfig, pages: number, titles: number, batches: number): number {
  const seconds =
    pages * ASSUMPTIONS.listSecondsPerPage +
    titles * ASSUMPTIONS.fetchSeconds +
    batches * ASSUMPTIONS.publishSeconds;
  return (seconds * config.taskMemoryMb) / 1024;
}

/** Records on the stream by their number and size. */
interface Records {
  readonly records: number;
  readonly bytes: number;
}

type WriteMode = `${DeploymentConfig['streamMode']} ${DeploymentConfig['recordAggregation']}`;

/** Returns the cost of the same titles in all four ways to write them. */
function streamWrites(
  titles: number,
  batches: number,
  { aggregatedRecordBytes }: DeploymentConfig,
): Readonly<Record<WriteMode, Item>> {
  // A sweep without new titles has no batch.
  const batchBytes = (titles / Math.max(1, batches)) * ASSUMPTIONS.eventBytes;
  const recordsPerBatch = Math.max(1, Math.ceil(batchBytes / aggregatedRecordBytes));
  const single: Records = { records: titles, bytes: ASSUMPTIONS.eventBytes };
  const packed: Records = { records: batches * recordsPerBatch, bytes: batchBytes / recordsPerBatch };
  const units = ({ records, bytes }: Records, unitBytes: number) => records * Math.ceil(bytes / unitBytes);
  const onDemand = (name: string, of: Records) =>
    item(name, (units(of, ON_DEMAND_UNIT_BYTES) * ON_DEMAND_UNIT_BYTES) / GB, PRICES.onDemandWrite);
  const byShard = (name: string, of: Records) => item(name, units(of, PUT_UNIT_BYTES), PRICES.putUnit);
  return {
    'on-demand none': onDemand('on-demand, one record a title', single),
    'on-demand kpl': onDemand('on-demand, aggregated', packed),
    'provisioned none': byShard('provisioned, one record a title', single),
    'provisioned kpl': byShard('provisioned, aggregated', packed),
  };
}

const onDemandStream = (): Item =>
  item('Stream, on-demand', ASSUMPTIONS.hoursPerMonth, PRICES.onDemandStream);

function provisionedStream({ streamShards, streamRetentionHours }: DeploymentConfig): Item[] {
  const hours = streamShards * ASSUMPTIONS.hoursPerMonth;
  const retention =
    streamRetentionHours > 24 ? [item('Stream, provisioned: retention', hours, PRICES.shardRetention)] : [];
  return [item('Stream, provisioned', hours, PRICES.shard), ...retention];
}

/** Ignores the progress table and its backups: half a megabyte for a thousand deferred titles, hundredths of a cent. */
function standing(config: DeploymentConfig): Item[] {
  const alarms = alarmNamesOf(config);
  const feeds = scheduledFeeds(config);
  const { customMetrics, lagMetrics, sweepMetrics } = ASSUMPTIONS;
  const unused = lagMetrics - feeds.length + (feeds.includes('catalogue') ? 0 : sweepMetrics);
  const metrics = customMetrics - unused;
  const stream = config.streamMode === 'provisioned' ? provisionedStream(config) : [onDemandStream()];
  return [
    ...stream,
    item('Alarms', sumOf(alarms.map((name) => ALARM_METRICS[name])), PRICES.alarm),
    item('Dashboard', 1, PRICES.dashboard),
    item('Metrics of the tasks', metrics, PRICES.metric),
    item('Secret', 1, PRICES.secret),
  ];
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
