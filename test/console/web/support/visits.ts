import type { AttemptView, VisitRow } from '../../../../console/api/index.ts';

/** A visit of a task that has succeeded; what a test is about is given. */
export function visit(id: number, given: Partial<VisitRow> = {}): VisitRow {
  return {
    id,
    name: 'Work',
    type: 'Task',
    parent: null,
    iteration: null,
    enteredAt: 0,
    exitedAt: 0,
    status: 'succeeded',
    retries: 0,
    error: null,
    message: null,
    attempts: [],
    mapRun: null,
    ...given,
  };
}

/** An attempt, in milliseconds since the start. */
export function attempt(eventId: number, from: number, to: number | null): AttemptView {
  return {
    eventId,
    scheduledAt: from,
    startedAt: from,
    endedAt: to,
    outcome: to === null ? 'running' : 'succeeded',
    error: null,
    message: null,
  };
}
