import type { HistoryEvent, HistoryEventType } from '@aws-sdk/client-sfn';

/** An event without its id and time, which {@link historyOf} gives it; `previousEventId` defaults to the event before. */
export type EventSketch = Partial<HistoryEvent> & { type: HistoryEventType };

/** Events with ids from 1 on, one second apart. */
export function historyOf(...sketches: EventSketch[]): HistoryEvent[] {
  return sketches.map((sketch, index) => ({
    id: index + 1,
    previousEventId: index,
    timestamp: new Date(Date.UTC(2026, 10, 24, 6, 0, index)),
    ...sketch,
  }));
}

export const entered = (type: string, name: string, input = '{}', previousEventId?: number): EventSketch => ({
  type: `${type}StateEntered` as HistoryEventType,
  stateEnteredEventDetails: { name, input },
  ...(previousEventId === undefined ? {} : { previousEventId }),
});

export const exited = (type: string, name: string, output = '{}', previousEventId?: number): EventSketch => ({
  type: `${type}StateExited` as HistoryEventType,
  stateExitedEventDetails: { name, output },
  ...(previousEventId === undefined ? {} : { previousEventId }),
});

const invoke = { resource: 'invoke', resourceType: 'lambda' };

export const scheduled = (previousEventId?: number): EventSketch => ({
  type: 'TaskScheduled',
  taskScheduledEventDetails: { ...invoke, region: 'eu-west-2', parameters: '{}' },
  ...(previousEventId === undefined ? {} : { previousEventId }),
});

export const started = (): EventSketch => ({ type: 'TaskStarted', taskStartedEventDetails: invoke });

export const succeeded = (output = '{}'): EventSketch => ({
  type: 'TaskSucceeded',
  taskSucceededEventDetails: { ...invoke, output },
});

/** A Lambda error as Step Functions records it: the cause is Lambda's error object as a JSON text. */
export const failed = (error: string, message: string, previousEventId?: number): EventSketch => ({
  type: 'TaskFailed',
  taskFailedEventDetails: {
    ...invoke,
    error,
    cause: JSON.stringify({ errorType: error, errorMessage: message }),
  },
  ...(previousEventId === undefined ? {} : { previousEventId }),
});
