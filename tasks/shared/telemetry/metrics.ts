import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../../../workflow/names.ts';

/** Every metric with its CloudWatch unit and its meaning. */
export const METRICS = {
  TitlesDiscovered: { unit: 'Count', meaning: 'Titles that a run is about' },
  TitlesPublished: { unit: 'Count', meaning: 'Titles whose event is on the stream; none in a dry run' },
  TitlesSkipped: { unit: 'Count', meaning: 'Titles that Watchmode does not know' },
  TitlesDeferred: { unit: 'Count', meaning: 'Titles that could not be had in a run' },
  TitlesRejected: { unit: 'Count', meaning: 'Titles given up after the maximum number of deferrals' },
  TitlesWaiting: { unit: 'Count', meaning: 'Titles that earlier runs of the feed have deferred' },
  LongestWait: { unit: 'None', meaning: 'Hours that the title has waited that waits longest' },
  RunsLeftAlone: { unit: 'Count', meaning: 'Failed runs that are left to a person' },
  WatermarkLag: { unit: 'Seconds', meaning: 'How far the watermark of the feed lies behind the present' },
  CreditsLeft: { unit: 'Count', meaning: 'Watchmode credits left this month, whenever Watchmode tells' },
  RequestDuration: {
    unit: 'Milliseconds',
    meaning: 'From sending a request to Watchmode to its whole answer',
  },
  RateLimitedResponses: { unit: 'Count', meaning: 'Answers 429 of Watchmode' },
  StreamRecords: { unit: 'Count', meaning: 'Records that the stream accepted' },
  StreamBytes: { unit: 'Bytes', meaning: 'Bytes of those records, partition keys included' },
  StreamEntriesRetried: {
    unit: 'Count',
    meaning: 'Entries that the stream rejected and that were sent again',
  },
} as const;

/** The name of a metric. */
export type MetricName = keyof typeof METRICS;

/** Values of some metrics at one moment. */
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

/**
 * A document in CloudWatch's embedded metric format: a log line from which CloudWatch takes metrics.
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
