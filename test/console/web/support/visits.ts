import type { AttemptView, VisitRow } from '../../../../console/api/index.ts';
import { gravityOf } from '../../../../operate/run/state-visit.ts';

/** Returns a succeeded visit of a task with changes. */
export function visit(id: number, given: Partial<VisitRow> = {}): VisitRow {
  return {
    id,
    name: 'Work',
    gravity: gravityOf(given.status ?? 'succeeded'),
    title: null,
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

/** Returns an attempt. Times are milliseconds since the start. */
export function attempt(eventId: number, from: number, to: number | null): AttemptView {
  return {
    eventId,
    scheduledAt: from,
    startedAt: from,
    endedAt: to,
    redrive: 0,
    outcome: to === null ? 'running' : 'succeeded',
    error: null,
    message: null,
  };
}
