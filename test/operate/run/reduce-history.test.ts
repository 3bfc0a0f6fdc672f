import { describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { reduceHistory } from '../../../operate/run/reduce-history.ts';
import { depthOf, statusOf } from '../../../operate/run/state-visit.ts';
import {
  entered,
  exited,
  failed,
  historyOf,
  scheduled,
  started,
  succeeded,
} from '../../cli/support/history.ts';

function visitsOf(events: readonly HistoryEvent[], runs = false) {
  return reduceHistory(events).visits.map((visit) => ({
    name: visit.name,
    status: statusOf(visit, runs),
    depth: depthOf(visit),
    iteration: visit.iteration,
    attempts: visit.recentAttempts,
    retries: visit.retries,
    errors: visit.failures.map(({ error, message }) => `${error}: ${message}`),
    output: visit.output,
  }));
}

const outer = { depth: 0, iteration: undefined };

describe('reduceHistory', () => {
  it('counts the retries of a task and keeps the error of each attempt', () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      started(),
      failed('Watchmode.Unavailable', 'the first'),
      scheduled(),
      started(),
      failed('Watchmode.RateLimited', 'the second'),
      scheduled(),
      started(),
      succeeded(),
      exited('Task', 'List new titles', '[1]'),
    );
    expect(visitsOf(events)).toEqual([
      {
        ...outer,
        name: 'List new titles',
        status: 'succeeded',
        attempts: 3,
        retries: 2,
        errors: ['Watchmode.Unavailable: the first', 'Watchmode.RateLimited: the second'],
        output: '[1]',
      },
    ]);
  });

  it('distinguishes a caught error from a success', () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'Advance watermark', '{}', 0),
      scheduled(),
      started(),
      failed('DynamoDB.ConditionalCheckFailedException', 'a later run was faster'),
      exited('Task', 'Advance watermark'),
      entered('Choice', 'Any new titles?'),
      exited('Choice', 'Any new titles?'),
    );
    expect(visitsOf(events).map(({ name, status, depth }) => [name, status, depth])).toEqual([
      ['Advance watermark', 'caught', 0],
      ['Any new titles?', 'succeeded', 0],
    ]);
  });

  it('puts the states of interleaved iterations into their Map with their numbers', () => {
    // Iterations run at once, and what succeeds is nobody's parent: as AWS numbers it.
    const events = historyOf(
      { type: 'ExecutionStarted' }, // 1
      entered('Map', 'Fetch titles', '{}', 0), // 2
      { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 2 } }, // 3
      { type: 'MapIterationStarted', mapIterationStartedEventDetails: { name: 'Fetch titles', index: 0 } }, // 4
      entered('Task', 'Fetch title details', '{"titleId":10}'), // 5
      {
        type: 'MapIterationStarted',
        mapIterationStartedEventDetails: { name: 'Fetch titles', index: 1 },
        previousEventId: 3,
      }, // 6
      entered('Task', 'Fetch title details', '{"titleId":11}'), // 7
      scheduled(5), // 8
      scheduled(7), // 9
      { ...succeeded(), previousEventId: 9 }, // 10
      exited('Task', 'Fetch title details', '"eleven"'), // 11
      { ...succeeded(), previousEventId: 8 }, // 12
      exited('Task', 'Fetch title details', '"ten"'), // 13
      {
        type: 'MapIterationSucceeded',
        mapIterationSucceededEventDetails: { name: 'Fetch titles', index: 1 },
        previousEventId: 11,
      }, // 14
      {
        type: 'MapIterationSucceeded',
        mapIterationSucceededEventDetails: { name: 'Fetch titles', index: 0 },
        previousEventId: 13,
      }, // 15
      { type: 'MapStateSucceeded', previousEventId: 13 }, // 16
      exited('Map', 'Fetch titles', '[]', 13), // 17
      entered('Task', 'Publish titles'), // 18
    );
    expect(
      visitsOf(events, true).map(({ name, status, depth, iteration, output }) => [
        name,
        status,
        depth,
        iteration,
        output,
      ]),
    ).toEqual([
      ['Fetch titles', 'succeeded', 0, undefined, '[]'],
      ['Fetch title details', 'succeeded', 1, 0, '"ten"'],
      ['Fetch title details', 'succeeded', 1, 1, '"eleven"'],
      ['Publish titles', 'running', 0, undefined, undefined],
    ]);
  });

  it('keeps the Map Run of a distributed Map and says that it failed', () => {
    const mapRunArn = 'arn:aws:states:eu-west-2:123456789012:mapRun:title-ingestion/IngestTitles:1';
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Map', 'Ingest titles', '{}', 0),
      { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 25 } },
      { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn } },
      { type: 'MapRunFailed', mapRunFailedEventDetails: { error: 'States.ExceedToleratedFailureThreshold' } },
      { type: 'MapStateFailed' },
      {
        type: 'ExecutionFailed',
        executionFailedEventDetails: { error: 'States.ExceedToleratedFailureThreshold' },
      },
    );
    const { visits } = reduceHistory(events);
    expect(visits).toHaveLength(1);
    expect(visits[0]?.mapRunArn).toBe(mapRunArn);
    expect(visits[0]?.failures).toHaveLength(1);
    expect(statusOf(visits[0]!, false)).toBe('failed');
  });

  it('continues the same visit after a redrive and counts attempts again from 0', () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      started(),
      failed('Watchmode.QuotaExceeded', 'no credits'),
      { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'Watchmode.QuotaExceeded' } },
      { type: 'ExecutionRedriven', executionRedrivenEventDetails: { redriveCount: 1 } },
      scheduled(),
      started(),
      succeeded(),
      exited('Task', 'List new titles'),
    );
    expect(visitsOf(events)).toMatchObject([
      { name: 'List new titles', status: 'succeeded', attempts: 1, retries: 0 },
    ]);
  });

  it('counts a failed evaluation against the state that it names', () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Pass', 'First', '{}', 0),
      exited('Pass', 'First'),
      entered('Pass', 'Second'),
      {
        type: 'EvaluationFailed',
        previousEventId: 3,
        evaluationFailedEventDetails: { state: 'Second', error: 'States.QueryEvaluationError', cause: 'no' },
      },
      { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'States.QueryEvaluationError' } },
    );
    expect(visitsOf(events)).toMatchObject([
      { name: 'First', status: 'succeeded', errors: [] },
      { name: 'Second', status: 'failed', errors: ['States.QueryEvaluationError: no'] },
    ]);
  });

  it('marks an interrupted state as aborted', () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      { type: 'ExecutionAborted' },
    );
    expect(visitsOf(events)).toMatchObject([{ status: 'aborted' }]);
  });

  it('counts retries by the error before, once the task is scheduled again, and only then', () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'Fetch title details', '{}', 0), // 2
      scheduled(), // 3
      failed('Watchmode.RateLimited', 'later'), // 4
      scheduled(), // 5
      failed('Watchmode.Unavailable', 'HTTP 503'), // 6
      { type: 'ExecutionFailed' }, // 7
      { type: 'ExecutionRedriven' }, // 8
      scheduled(), // 9
      failed('Watchmode.TitleNotFound', 'none'), // 10
      exited('Task', 'Fetch title details'),
    );
    expect([...reduceHistory(events).retries]).toEqual([['Watchmode.RateLimited', 1]]);
  });

  it('counts a retry after a failed evaluation, whose event the attempt does not follow', () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      succeeded(),
      {
        type: 'EvaluationFailed',
        evaluationFailedEventDetails: { state: 'List new titles', error: 'States.QueryEvaluationError' },
      },
      scheduled(4),
    );
    const { retries, visits } = reduceHistory(events);
    expect([...retries]).toEqual([['States.QueryEvaluationError', 1]]);
    expect(visits[0]?.retries).toBe(1);
  });

  it('keeps the events of each attempt, over all redrives', () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      started(),
      failed('Watchmode.Unavailable', 'HTTP 503'),
      { type: 'ExecutionFailed' },
      { type: 'ExecutionRedriven' },
      scheduled(),
      started(),
    );
    const [visit] = reduceHistory(events).visits;
    expect(visit?.attempts).toEqual([events.slice(2, 5), events.slice(7)]);
  });

  it('knows the status of the execution, its redrives and the visit of each event', () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      { type: 'ExecutionTimedOut' },
      { type: 'ExecutionRedriven' },
    );
    const [ended, redriven] = [reduceHistory(events.slice(0, 3)), reduceHistory(events)];
    expect([ended.status, ended.redriveCount]).toEqual(['TIMED_OUT', 0]);
    expect([redriven.status, redriven.redriveCount]).toEqual(['RUNNING', 1]);
    expect(redriven.ownerOf(2)?.name).toBe('List new titles');
    expect(redriven.ownerOf(3)).toBeUndefined();
    expect(redriven.visits[0]).toMatchObject({ resumedAt: events[3]?.timestamp, lastEventId: 4 });
  });
});

function failedVisitOf(events: readonly HistoryEvent[], error: string | undefined) {
  return reduceHistory(events).failedVisit(error)?.input;
}

const iteration = (index: number, previousEventId: number) => ({
  type: 'MapIterationStarted' as const,
  mapIterationStartedEventDetails: { name: 'Fetch titles', index },
  previousEventId,
});

/** Two iterations at once: the first fails for good, the other was waiting for its next attempt. */
const twoFailures = historyOf(
  { type: 'ExecutionStarted' }, // 1
  entered('Map', 'Fetch titles', '"map"', 0), // 2
  { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 2 } }, // 3
  iteration(0, 3), // 4
  entered('Task', 'Fetch title details', '"culprit"'), // 5
  iteration(1, 3), // 6
  entered('Task', 'Fetch title details', '"bystander"'), // 7
  scheduled(5), // 8
  scheduled(7), // 9
  failed('Watchmode.Unauthorized', 'no', 8), // 10
  failed('Watchmode.RateLimited', 'later', 9), // 11
);

describe('the failed visit', () => {
  it('is the one with the error of the execution, although another failed after it', () => {
    expect(failedVisitOf(twoFailures, 'Watchmode.Unauthorized')).toBe('"culprit"');
  });

  it('is that of the last failure when the error of the execution is another one', () => {
    expect(failedVisitOf(twoFailures, 'States.ExceedToleratedFailureThreshold')).toBe('"bystander"');
  });

  it('is not an ended one, whose error was caught', () => {
    const caught = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'Advance watermark', '"caught"', 0),
      scheduled(),
      failed('Ssm.ParameterNotFoundException', 'none'),
      exited('Task', 'Advance watermark'),
      { type: 'ExecutionTimedOut' },
    );
    expect(failedVisitOf(caught, 'States.Timeout')).toBeUndefined();
  });

  it('is undefined if a retry was running when the execution ended', () => {
    const retried = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '"at work"', 0),
      scheduled(),
      failed('Watchmode.Unavailable', 'HTTP 503'),
      scheduled(),
      { type: 'ExecutionTimedOut' },
    );
    expect(failedVisitOf(retried, 'States.Timeout')).toBeUndefined();
    expect(failedVisitOf(retried.slice(0, 4), 'States.Timeout')).toBe('"at work"');
  });
});
