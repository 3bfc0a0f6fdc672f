import { describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describeEvent } from '../../../operate/run/describe-event.ts';

const details = { resourceType: 'states', resource: 'startExecution.sync:2' };

describe('the description of an event', () => {
  it.each<[event: Omit<HistoryEvent, 'id' | 'timestamp'>, text: string]>([
    [
      { type: 'TaskScheduled', taskScheduledEventDetails: { ...details, region: 'r', parameters: '{}' } },
      'states:startExecution.sync:2',
    ],
    [{ type: 'TaskStarted', taskStartedEventDetails: details }, 'states:startExecution.sync:2'],
    [{ type: 'TaskSubmitted', taskSubmittedEventDetails: details }, 'states:startExecution.sync:2'],
    [{ type: 'TaskSucceeded', taskSucceededEventDetails: details }, 'states:startExecution.sync:2'],
    [
      {
        type: 'TaskFailed',
        taskFailedEventDetails: { ...details, error: 'States.TaskFailed', cause: 'the child failed' },
      },
      'States.TaskFailed: the child failed',
    ],
    [{ type: 'MapIterationStarted', mapIterationStartedEventDetails: { name: 'Each', index: 2 } }, 'Each #2'],
    [{ type: 'ExecutionRedriven', executionRedrivenEventDetails: { redriveCount: 1 } }, 'redrive 1'],
  ])('of %j is %s', (event, text) => {
    expect(describeEvent({ id: 1, timestamp: new Date(0), ...event })).toBe(text);
  });
});
