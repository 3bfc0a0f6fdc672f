import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { METRIC_DIMENSION, METRIC_NAMESPACE } from '../workflow/names.ts';

export interface MetricSourcesProps {
  readonly stateMachine: IStateMachine;
  readonly redriver: { readonly stateMachine: IStateMachine; readonly deadLetterQueue: IQueue };
  readonly schedule: { readonly deadLetterQueue: IQueue };
  readonly streamName: string;
  /** The deployment, which the tasks write as a dimension of their metrics. */
  readonly stage: string;
}

/**
 * The metrics that alarms and dashboard look at.
 *
 * Those of the state machine are of its own executions alone: children of its Map Run are counted under the labelled
 * ARN, so that one failed batch is not one more failed run.
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

  /** Failures of a run about which the redriver could not even be started. */
  readonly redriverDeadLetters = () => waitingIn(this.sources.redriver.deadLetterQueue);
  readonly scheduleDeadLetters = () => waitingIn(this.sources.schedule.deadLetterQueue);

  readonly recordsWritten = () => this.stream('IncomingRecords');
  readonly bytesWritten = () => this.stream('IncomingBytes');
  readonly writesThrottled = () => this.stream('WriteProvisionedThroughputExceeded');

  /** What the tasks count, by the name they give it. */
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
