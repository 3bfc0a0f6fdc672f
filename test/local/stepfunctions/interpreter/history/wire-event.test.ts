import { describe, expect, it } from '@jest/globals';
import type { EventType } from '../../../../../local/stepfunctions/interpreter/history/event.ts';
import {
  detailsKeyOf,
  toWireEvent,
} from '../../../../../local/stepfunctions/interpreter/history/wire-event.ts';

describe('toWireEvent', () => {
  it.each<[type: EventType, key: string]>([
    ['ExecutionStarted', 'executionStartedEventDetails'],
    ['TaskStateEntered', 'stateEnteredEventDetails'],
    ['MapStateExited', 'stateExitedEventDetails'],
    ['MapStateStarted', 'mapStateStartedEventDetails'],
    ['LambdaFunctionTimedOut', 'lambdaFunctionTimedOutEventDetails'],
    ['EvaluationFailed', 'evaluationFailedEventDetails'],
  ])('puts the details of %s under %s', (type, key) => {
    expect(detailsKeyOf(type)).toBe(key);
  });

  it('gives an event with its details', () => {
    const head = { id: 3, previousEventId: 2, timestamp: 5, type: 'MapStateStarted' as const };
    const details = { length: 7 };
    expect(toWireEvent({ ...head, details })).toEqual({ ...head, mapStateStartedEventDetails: details });
  });

  it('leaves the key out for an event without details', () => {
    const event = {
      id: 3,
      previousEventId: 2,
      timestamp: 5,
      type: 'TaskStateAborted' as const,
      details: undefined,
    };
    expect(Object.keys(toWireEvent(event))).toEqual(['id', 'previousEventId', 'timestamp', 'type']);
  });
});
