import type { RedriverView, RunHead } from '../../api/index.ts';
import { address } from '../ask.ts';
import { duration, moment, utc } from '../format.ts';
import { now, session } from '../session.ts';
import { useAnswer } from '../use-answer.ts';

/** The interval between requests in milliseconds. */
const REFRESH_MS = { local: 2_000, aws: 30_000 };

/** The time at which the redriver redrives a failed run, and what keeps it from doing so. */
export function RedriverNote({ head }: { readonly head: RunHead }) {
  const mark = Math.floor(now.value / REFRESH_MS[session.value?.environment.kind ?? 'aws']);
  const isFailed = ['FAILED', 'TIMED_OUT'].includes(head.status) && head.mapRun === null && !head.imported;
  const url = isFailed ? address('/api/redriver', { id: head.id }) : null;
  const { value } = useAnswer<RedriverView>(url, mark).value;
  if (value === null) return null;
  const { redriveAt, name } = value;
  return (
    <p class="redriver" title={name}>
      {redriveAt === null ? (
        'The redriver judges this run now.'
      ) : (
        <>
          Redriven at <time title={utc(redriveAt)}>{moment(redriveAt)}</time>, in{' '}
          {duration(Math.max(0, redriveAt - now.value)).replace('.0 s', ' s')}, unless somebody redrives it
          before, another run overtakes it, or its error needs a person.
        </>
      )}
    </p>
  );
}
