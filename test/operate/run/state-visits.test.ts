import { describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { depthOf, StateVisits, statusOf } from '../../../operate/run/state-visits.ts';
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
  const visits = new StateVisits();
  for (const event of events) visits.add(event);
  return visits.visits.map((visit) => ({
    name: visit.name,
    status: statusOf(visit, runs),
    depth: depthOf(visit),
    iteration: visit.iteration,
    attempts: visit.attempts,
    retries: visit.retries,
    errors: visit.failures.map(({ error, message }) => `${error}: ${message}`),
    output: visit.output,
  }));
}

const outer = { depth: 0, iteration: undefined };

describe('StateVisits', () => {
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

  it('tells a caught error from a success', () => {
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
    const visits = new StateVisits();
    for (const event of events) visits.add(event);
    expect(visits.visits).toHaveLength(1);
    expect(visits.visits[0]?.mapRunArn).toBe(mapRunArn);
    expect(visits.visits[0]?.failures).toHaveLength(1);
    expect(statusOf(visits.visits[0]!, false)).toBe('failed');
  });

  it('goes on with the same visit after a redrive and counts attempts anew', () => {
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

  it('says of a state that was cut off that it was aborted', () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      { type: 'ExecutionAborted' },
    );
    expect(visitsOf(events)).toMatchObject([{ status: 'aborted' }]);
  });
});
