import { describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { findFailedVisit } from '../../../operate/run/failed-visit.ts';
import { StateVisits } from '../../../operate/run/state-visits.ts';
import { entered, exited, failed, historyOf, scheduled } from '../../cli/support/history.ts';

function failedVisitOf(events: readonly HistoryEvent[], error: string | undefined) {
  const visits = new StateVisits();
  for (const event of events) visits.add(event);
  return findFailedVisit(visits.visits, error)?.input;
}

const iteration = (index: number, previousEventId: number) => ({
  type: 'MapIterationStarted' as const,
  mapIterationStartedEventDetails: { name: 'Fetch titles', index },
  previousEventId,
});

/** Two iterations at once: the first fails for good, the other was waiting for its next attempt. */
const events = historyOf(
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

describe('findFailedVisit', () => {
  it('finds the one whose error is that of the execution, though another failed after it', () => {
    expect(failedVisitOf(events, 'Watchmode.Unauthorized')).toBe('"culprit"');
  });

  it('takes the last failure when the error of the execution is another one', () => {
    expect(failedVisitOf(events, 'States.ExceedToleratedFailureThreshold')).toBe('"bystander"');
  });

  it('leaves out states that were left, for their errors were caught', () => {
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
});
