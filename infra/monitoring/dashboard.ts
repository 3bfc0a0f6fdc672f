import { Duration } from 'aws-cdk-lib';
import { Dashboard, GraphWidget, SingleValueWidget, Stats, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MetricSources } from './metrics.ts';
import type { Names } from '../../workflow/names.ts';

/** The properties of {@link IngestionDashboard}. */
export interface IngestionDashboardProps {
  readonly names: Names;
  readonly metrics: MetricSources;
}

/** The whole width of a dashboard is 24. */
const HALF = 12;
const HEIGHT = 6;

/**
 * A dashboard of runs and redrives, their duration, the outcomes of titles, the credits left, the lag of the
 * watermark, and sweeps.
 */
export class IngestionDashboard extends Construct {
  constructor(scope: Construct, id: string, { names, metrics }: IngestionDashboardProps) {
    super(scope, id);
    new Dashboard(this, 'Dashboard', {
      dashboardName: names.dashboard,
      defaultInterval: Duration.days(7),
      widgets: [
        [
          graph('Runs', {
            started: metrics.executionsStarted(),
            succeeded: metrics.executionsSucceeded(),
            failed: metrics.executionsFailed(),
            'timed out': metrics.executionsTimedOut(),
            aborted: metrics.executionsAborted(),
          }),
          graph('Duration of a run (ms)', {
            average: metrics.executionTime(Stats.AVERAGE),
            longest: metrics.executionTime(Stats.MAXIMUM),
          }),
        ],
        [
          graph('Titles', {
            discovered: metrics.task('TitlesDiscovered'),
            published: metrics.task('TitlesPublished'),
            skipped: metrics.task('TitlesSkipped'),
            deferred: metrics.task('TitlesDeferred'),
            rejected: metrics.task('TitlesRejected'),
          }),
          new SingleValueWidget({
            title: 'Watchmode credits left',
            width: HALF,
            height: HEIGHT,
            metrics: [
              metrics.task('CreditsLeft', Stats.MINIMUM).with({ label: 'credits', period: Duration.days(1) }),
            ],
            sparkline: true,
          }),
        ],
        [
          graph("Watchmode's 429 responses", { 'rate limited': metrics.task('RateLimitedResponses') }),
          graph('Duration of a request to Watchmode (ms)', {
            average: metrics.task('RequestDuration', Stats.AVERAGE),
            longest: metrics.task('RequestDuration', Stats.MAXIMUM),
          }),
        ],
        [
          graph('Stream: records', {
            written: metrics.recordsWritten(),
            throttled: metrics.writesThrottled(),
          }),
          graph('Stream: bytes written', { bytes: metrics.bytesWritten() }),
        ],
        [
          graph('Redriver of failed runs', {
            started: metrics.redriverStarted(),
            succeeded: metrics.redriverSucceeded(),
            failed: metrics.redriverFailed(),
            'timed out': metrics.redriverTimedOut(),
            'left to a person': metrics.task('RunsLeftAlone'),
          }),
          graph('Messages in the dead-letter queues', {
            schedule: metrics.scheduleDeadLetters(),
            redriver: metrics.redriverDeadLetters(),
          }),
        ],
        [
          graph('Waiting titles, and the longest wait (hours)', {
            titles: metrics.task('TitlesWaiting', Stats.MAXIMUM),
            hours: metrics.task('LongestWait', Stats.MAXIMUM),
          }),
          graph('Watermark behind the present (s)', { lag: metrics.task('WatermarkLag', Stats.MAXIMUM) }),
        ],
        [
          graph('Titles new on a service, and gone from one', {
            arrived: metrics.task('TitlesArrived'),
            left: metrics.task('TitlesLeft'),
          }),
          graph('Age of the last complete sweep (s)', { age: metrics.task('SweepLag', Stats.MAXIMUM) }),
        ],
      ],
    });
  }
}

function graph(title: string, series: Readonly<Record<string, Metric>>): GraphWidget {
  const left = Object.entries(series).map(([label, metric]) => metric.with({ label }));
  return new GraphWidget({ title, width: HALF, height: HEIGHT, left, leftYAxis: { min: 0 } });
}
