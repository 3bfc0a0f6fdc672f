import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { failureOf } from '../../operate/run/failure.ts';
import type { AttemptView } from '../api/index.ts';

const WORK = /^(Task|LambdaFunction|Activity)/;

/** Whether an event tells of one attempt at a state's work. */
export function isOfAttempt(event: HistoryEvent): boolean {
  const type: string = event.type ?? '';
  return WORK.test(type) && !/State(Entered|Exited|Aborted)$/.test(type);
}

/** The attempts of one visit, from its events in their order. */
export function attemptsIn(events: readonly HistoryEvent[], aborted: boolean): AttemptView[] {
  const attempts: AttemptView[] = [];
  const change = (of: Partial<AttemptView>) => {
    const last = attempts.at(-1);
    if (last !== undefined) attempts[attempts.length - 1] = { ...last, ...of };
  };
  for (const event of events) {
    const { id = 0, type = '', timestamp } = event;
    const at = timestamp?.getTime() ?? 0;
    const failure = failureOf(event);
    if (type.endsWith('Scheduled')) {
      attempts.push({
        eventId: id,
        scheduledAt: at,
        startedAt: null,
        endedAt: null,
        outcome: 'running',
        error: null,
        message: null,
      });
    } else if (failure !== undefined) {
      change({ endedAt: at, outcome: 'failed', error: failure.error, message: failure.message });
    } else if (type.endsWith('Succeeded')) {
      change({ endedAt: at, outcome: 'succeeded' });
    } else if (type.endsWith('Started')) {
      change({ startedAt: at });
    }
  }
  if (aborted && attempts.at(-1)?.outcome === 'running') change({ outcome: 'aborted' });
  return attempts;
}
