import { failureOf } from '../../operate/run/failure.ts';
import type { AttemptView } from '../api/index.ts';
import type { StateVisit } from '../../operate/run/state-visit.ts';

/** The attempts of one visit as the pages show them. */
export function attemptViews({ attempts, aborted }: StateVisit, executionRuns: boolean): AttemptView[] {
  return attempts.map((events, index) => {
    const [scheduled] = events;
    const started = events.find(({ type }) => type?.endsWith('Started'));
    const failure = events.map(failureOf).find((found) => found !== undefined);
    const succeeded = events.find(({ type }) => type?.endsWith('Succeeded'));
    const goesOn = executionRuns && !aborted && index === attempts.length - 1;
    const unended = goesOn ? 'running' : 'aborted';
    const unfailed = succeeded === undefined ? unended : 'succeeded';
    return {
      eventId: scheduled?.id ?? 0,
      scheduledAt: scheduled?.timestamp?.getTime() ?? 0,
      startedAt: started?.timestamp?.getTime() ?? null,
      endedAt: (failure?.at ?? succeeded?.timestamp)?.getTime() ?? null,
      outcome: failure === undefined ? unfailed : 'failed',
      error: failure?.error ?? null,
      message: failure?.message ?? null,
    };
  });
}
