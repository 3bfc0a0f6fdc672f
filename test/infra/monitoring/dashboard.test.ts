import { describe, expect, it } from '@jest/globals';
import { synthesise } from '../support/synthesise.ts';
import { onlyResource, readable } from '../support/template.ts';

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly title: string; readonly metrics: readonly (readonly [string, string])[] };
}

const { ingestion } = synthesise();
const dashboard = onlyResource(ingestion, 'AWS::CloudWatch::Dashboard').Properties;
const { widgets } = JSON.parse(readable(dashboard['DashboardBody'])) as { widgets: readonly Widget[] };

describe('the dashboard', () => {
  it('shows runs, redrives, durations, titles, answers 429, credits, dead letters, waiting titles, lag, sweeps and throughput', () => {
    const shown = widgets.map(({ properties }) => [
      properties.title,
      properties.metrics.map(([namespace, metric]) => `${namespace} ${metric}`),
    ]);

    expect(Object.fromEntries(shown)).toEqual({
      Runs: [
        'AWS/States ExecutionsStarted',
        'AWS/States ExecutionsSucceeded',
        'AWS/States ExecutionsFailed',
        'AWS/States ExecutionsTimedOut',
        'AWS/States ExecutionsAborted',
      ],
      'Duration of a run (ms)': ['AWS/States ExecutionTime', 'AWS/States ExecutionTime'],
      Titles: [
        'UkTvGuide TitlesDiscovered',
        'UkTvGuide TitlesPublished',
        'UkTvGuide TitlesSkipped',
        'UkTvGuide TitlesDeferred',
        'UkTvGuide TitlesRejected',
      ],
      'Watchmode credits left': ['UkTvGuide CreditsLeft'],
      "Watchmode's 429 responses": ['UkTvGuide RateLimitedResponses'],
      'Duration of a request to Watchmode (ms)': ['UkTvGuide RequestDuration', 'UkTvGuide RequestDuration'],
      'Redriver of failed runs': [
        'AWS/States ExecutionsStarted',
        'AWS/States ExecutionsSucceeded',
        'AWS/States ExecutionsFailed',
        'AWS/States ExecutionsTimedOut',
        'UkTvGuide RunsLeftAlone',
      ],
      'Messages in the dead-letter queues': [
        'AWS/SQS ApproximateNumberOfMessagesVisible',
        'AWS/SQS ApproximateNumberOfMessagesVisible',
      ],
      'Waiting titles, and the longest wait (hours)': ['UkTvGuide TitlesWaiting', 'UkTvGuide LongestWait'],
      'Watermark behind the present (s)': ['UkTvGuide WatermarkLag'],
      'Titles new on a service, and gone from one': ['UkTvGuide TitlesArrived', 'UkTvGuide TitlesLeft'],
      'Age of the last complete sweep (s)': ['UkTvGuide SweepLag'],
      'Stream: records': ['AWS/Kinesis IncomingRecords', 'AWS/Kinesis WriteProvisionedThroughputExceeded'],
      'Stream: bytes written': ['AWS/Kinesis IncomingBytes'],
    });
  });

  it('shows the redriver by its own state machine and queue', () => {
    const shown = (title: string) =>
      JSON.stringify(widgets.find(({ properties }) => properties.title === title));

    expect(shown('Redriver of failed runs')).toContain('${RedriverStateMachine');
    expect(shown('Redriver of failed runs')).not.toContain('${TitleIngestion');
    expect(shown('Messages in the dead-letter queues')).toMatch(
      /\$\{ScheduleDeadLetters.*\$\{RedriverDeadLetters/,
    );
  });

  it('leaves no gap and no overlap: two widgets a row, all of one height', () => {
    const places = widgets.map(({ x, y, width, height }) => [x, y, width, height]);

    expect(places).toEqual(widgets.map((_, index) => [(index % 2) * 12, Math.floor(index / 2) * 6, 12, 6]));
  });

  it('has the name of the state machine', () => {
    expect(dashboard['DashboardName']).toBe('title-ingestion');
  });
});
