import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../../../workflow/names.ts';

/** Every metric with its CloudWatch unit and its meaning. */
export const METRICS = {
  TitlesDiscovered: { unit: 'Count', meaning: 'Titles of a run' },
  TitlesPublished: { unit: 'Count', meaning: 'Titles whose event is on the stream; none in a dry run' },
  TitlesArrived: { unit: 'Count', meaning: 'Published titles that are new on a service' },
  TitlesLeft: {
    unit: 'Count',
    meaning: 'Titles announced as gone from a service; one from several counts for each',
  },
  TitlesHeld: {
    unit: 'Count',
    meaning: 'Titles not announced as gone yet, because most of a service disappeared at once',
  },
  NamesPublished: {
    unit: 'Count',
    meaning: 'Names of services, genres and regions whose event is on the stream',
  },
  TitlesRemoved: { unit: 'Count', meaning: 'Published titles that Watchmode no longer knows' },
  TitlesSkipped: { unit: 'Count', meaning: 'Titles that Watchmode does not know' },
  TitlesDeferred: { unit: 'Count', meaning: 'Titles that a run deferred' },
  TitlesRejected: { unit: 'Count', meaning: 'Titles given up after the maximum number of deferrals' },
  TitlesWaiting: { unit: 'Count', meaning: 'Titles that wait for the next run of the feed' },
  LongestWait: { unit: 'None', meaning: 'Longest wait of a waiting title, in hours' },
  RunsLeftAlone: { unit: 'Count', meaning: 'Failed runs that are left to a person' },
  WatermarkLag: { unit: 'Seconds', meaning: 'Lag of the watermark of the feed' },
  SweepLag: { unit: 'Seconds', meaning: 'Age of the last complete sweep' },
  CreditsLeft: { unit: 'Count', meaning: 'Watchmode credits left this month, if the response has them' },
  RequestDuration: {
    unit: 'Milliseconds',
    meaning: 'Duration of a request to Watchmode until its complete response',
  },
  RateLimitedResponses: { unit: 'Count', meaning: '429 responses of Watchmode' },
  StreamRecords: { unit: 'Count', meaning: 'Records that the stream accepted' },
  StreamBytes: { unit: 'Bytes', meaning: 'Bytes of those records including partition keys' },
  EventsConsumed: { unit: 'Count', meaning: 'Events of the stream that are in the catalogue' },
  EventsRefused: { unit: 'Count', meaning: 'Parts of records that are not valid events' },
  StreamEntriesRetried: {
    unit: 'Count',
    meaning: 'Entries sent again after a rejection by the stream',
  },
} as const;

/** The name of a metric. */
export type MetricName = keyof typeof METRICS;

/** Values of metrics, each in the unit of {@link METRICS}. */
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

/**
 * Returns a log line from which CloudWatch extracts metrics (embedded metric format).
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(
  values: MetricValues,
  stage: string,
  timestamp: number,
): Record<string, unknown> {
  const names = (Object.keys(METRICS) as MetricName[]).filter((name) => values[name] !== undefined);
  return {
    _aws: {
      Timestamp: timestamp,
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [[METRIC_DIMENSION]],
          Metrics: names.map((name) => ({ Name: name, Unit: METRICS[name].unit })),
        },
      ],
    },
    [METRIC_DIMENSION]: stage,
    ...Object.fromEntries(names.map((name) => [name, values[name]])),
  };
}
