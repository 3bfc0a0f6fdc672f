import { describe, expect, it } from '@jest/globals';
import { endingOf } from '../../../../local/stepfunctions/interpreter/ending.ts';
import type { HistoryEvent } from '../../../../local/stepfunctions/interpreter/history/event.ts';

const place = { id: 9, previousEventId: 8, timestamp: 1000 };
const end = { stopDate: 1000, eventCount: 9 };
const failure = { error: 'E', cause: 'C' };

describe('the change of a record by the final event', () => {
  it.each<[event: HistoryEvent, ending: object | undefined]>([
    [
      { ...place, type: 'ExecutionSucceeded', details: { output: '1', outputDetails: { truncated: false } } },
      { ...end, status: 'SUCCEEDED', output: '1' },
    ],
    [
      { ...place, type: 'ExecutionFailed', details: failure },
      { ...end, status: 'FAILED', ...failure },
    ],
    [
      { ...place, type: 'ExecutionTimedOut', details: {} },
      { ...end, status: 'TIMED_OUT' },
    ],
    [
      { ...place, type: 'ExecutionAborted', details: failure },
      { ...end, status: 'ABORTED', ...failure },
    ],
    [{ ...place, type: 'MapRunFailed', details: failure }, undefined],
  ])('%j', (event, ending) => {
    expect(endingOf(event)).toEqual(ending);
  });
});
