import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { executionArnOf, type FakeStepFunctions, mapRunArn } from './fake-step-functions.ts';
import { entered, exited, failed, historyOf, scheduled, started, succeeded } from './history.ts';

/** A history that lists two titles and then waits for, or fails with, its Map Run. */
export function parentHistory(end: 'running' | 'failed'): HistoryEvent[] {
  return historyOf(
    { type: 'ExecutionStarted' },
    entered('Task', 'List new titles', '{}', 0),
    scheduled(),
    started(),
    failed('Watchmode.Unavailable', 'HTTP 503'),
    scheduled(),
    started(),
    succeeded(),
    exited('Task', 'List new titles'),
    entered('Map', 'Ingest titles'),
    { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 30 } },
    { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn } },
    ...(end === 'running'
      ? []
      : [
          {
            type: 'MapRunFailed' as const,
            mapRunFailedEventDetails: { error: 'States.ExceedToleratedFailureThreshold', cause: 'too many' },
          },
          { type: 'MapStateFailed' as const },
          {
            type: 'ExecutionFailed' as const,
            executionFailedEventDetails: {
              error: 'States.ExceedToleratedFailureThreshold',
              cause: 'too many',
            },
          },
        ]),
  );
}

/** A child in which one title failed on its second attempt and the other iteration was cut off. */
export function failedChildHistory(titleId: number, error: string): HistoryEvent[] {
  return historyOf(
    { type: 'ExecutionStarted' }, // 1
    entered('Map', 'Fetch titles', '{}', 0), // 2
    { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 2 } }, // 3
    { type: 'MapIterationStarted', mapIterationStartedEventDetails: { name: 'Fetch titles', index: 0 } }, // 4
    entered('Task', 'Fetch title details', '{"titleId":7,"regions":["GB"]}'), // 5
    {
      type: 'MapIterationStarted',
      mapIterationStartedEventDetails: { name: 'Fetch titles', index: 1 },
      previousEventId: 3,
    }, // 6
    entered('Task', 'Fetch title details', JSON.stringify({ titleId, regions: ['GB'] })), // 7
    scheduled(5), // 8
    scheduled(7), // 9
    failed(error, 'the first time', 9), // 10
    scheduled(10), // 11
    failed(error, 'the second time', 11), // 12
    {
      type: 'MapIterationAborted',
      mapIterationAbortedEventDetails: { name: 'Fetch titles', index: 0 },
      previousEventId: 8,
    },
    {
      type: 'MapIterationFailed',
      mapIterationFailedEventDetails: { name: 'Fetch titles', index: 1 },
      previousEventId: 12,
    },
    { type: 'MapStateFailed', previousEventId: 12 },
    { type: 'ExecutionFailed', executionFailedEventDetails: { error, cause: '' } },
  );
}

const definition = {
  StartAt: 'Ingest titles',
  States: {
    'Ingest titles': {
      Type: 'Map',
      ItemProcessor: {
        States: {
          'Fetch titles': {
            Type: 'Map',
            ItemProcessor: {
              States: {
                'Fetch title details': {
                  Type: 'Task',
                  Retry: [
                    { ErrorEquals: ['Watchmode.RateLimited'], MaxAttempts: 10 },
                    { ErrorEquals: ['Watchmode.Unavailable'], MaxAttempts: 1 },
                  ],
                },
              },
            },
          },
        },
      },
    },
  },
};

/** Puts a failed run into the service: two children failed alike, one otherwise, one was stopped. */
export function addFailedRun(service: FakeStepFunctions, name: string): string {
  const failure = (error: string) => ({ status: 'FAILED' as const, error, cause: '' });
  service.definition = JSON.stringify(definition);
  service.add(
    {
      name,
      description: {
        ...failure('States.ExceedToleratedFailureThreshold'),
        cause: 'too many',
        redriveStatus: 'REDRIVABLE',
        startDate: new Date('2026-11-24T06:00:00Z'),
        stopDate: new Date('2026-11-24T06:05:00Z'),
      },
      events: parentHistory('failed'),
    },
    ...[101, 102].map((titleId) => ({
      name: `child-${titleId}`,
      childOf: mapRunArn,
      description: failure('Watchmode.Unavailable'),
      events: failedChildHistory(titleId, 'Watchmode.Unavailable'),
    })),
    {
      name: 'child-103',
      childOf: mapRunArn,
      description: failure('Watchmode.Unauthorized'),
      events: failedChildHistory(103, 'Watchmode.Unauthorized'),
    },
    { name: 'child-stopped', childOf: mapRunArn, description: { status: 'ABORTED' } },
  );
  service.mapRuns.set(mapRunArn, {
    status: 'FAILED',
    itemCounts: counts({ total: 30, succeeded: 0, failed: 30 }),
    executionCounts: { ...counts({ total: 4, failed: 3 }), aborted: 1 },
  });
  return executionArnOf(name);
}

export function counts(given: { total: number; succeeded?: number; failed?: number; running?: number }) {
  const none = {
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    resultsWritten: 0,
  };
  return { ...none, ...given };
}
