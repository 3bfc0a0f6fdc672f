import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../../workflow/names.ts';

/** The properties of {@link MetricSources}. */
export interface MetricSourcesProps {
  readonly stateMachine: IStateMachine;
  readonly redriver: { readonly stateMachine: IStateMachine; readonly deadLetterQueue: IQueue };
  readonly schedule: { readonly deadLetterQueue: IQueue };
  readonly streamName: string;
  /** The deployment, a dimension of the tasks' metrics. */
  readonly stage: string;
}

/**
 * The metrics of the alarms and the dashboard.
 *
 * The metrics of the state machine exclude children of its Map Run, which CloudWatch counts under the labelled ARN. So a
 * failed batch does not count as a failed run.
 */
export class MetricSources {
  constructor(private readonly sources: MetricSourcesProps) {}

  readonly executionsStarted = () => this.sources.stateMachine.metricStarted();
  readonly executionsSucceeded = () => this.sources.stateMachine.metricSucceeded();
  readonly executionsFailed = () => this.sources.stateMachine.metricFailed();
  readonly executionsTimedOut = () => this.sources.stateMachine.metricTimedOut();
  readonly executionsAborted = () => this.sources.stateMachine.metricAborted();
  readonly executionTime = (statistic: string) => this.sources.stateMachine.metricTime({ statistic });

  readonly redriverStarted = () => this.sources.redriver.stateMachine.metricStarted();
  readonly redriverSucceeded = () => this.sources.redriver.stateMachine.metricSucceeded();
  readonly redriverFailed = () => this.sources.redriver.stateMachine.metricFailed();
  readonly redriverTimedOut = () => this.sources.redriver.stateMachine.metricTimedOut();

  /** Failed runs for which the redriver could not be started. */
  readonly redriverDeadLetters = () => waitingIn(this.sources.redriver.deadLetterQueue);
  readonly scheduleDeadLetters = () => waitingIn(this.sources.schedule.deadLetterQueue);

  readonly recordsWritten = () => this.stream('IncomingRecords');
  readonly bytesWritten = () => this.stream('IncomingBytes');
  readonly writesThrottled = () => this.stream('WriteProvisionedThroughputExceeded');

  /** Returns a metric of the tasks. */
  readonly task = (metricName: string, statistic: string = Stats.SUM): Metric =>
    new Metric({
      namespace: METRIC_NAMESPACE,
      metricName,
      dimensionsMap: { [METRIC_DIMENSION]: this.sources.stage },
      statistic,
      period: Duration.minutes(5),
    });

  private stream(metricName: string): Metric {
    return new Metric({
      namespace: 'AWS/Kinesis',
      metricName,
      dimensionsMap: { StreamName: this.sources.streamName },
      statistic: Stats.SUM,
      period: Duration.minutes(5),
    });
  }
}

const waitingIn = (queue: IQueue): Metric =>
  queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM });
