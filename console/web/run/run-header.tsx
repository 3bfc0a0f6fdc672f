import type { RunHead } from '../../api.ts';
import { count, counted, duration, windowText } from '../format.ts';
import { Moment } from '../parts/moment.tsx';
import { Status } from '../parts/status.tsx';
import { now } from '../session.ts';
import type { RunStore } from './run-store.ts';

/** Name, status and numbers of a run, in one line each. */
export function RunHeader({ store }: { readonly store: RunStore }) {
  const head = store.head.value;
  if (head === null) return null;
  return (
    <header class="run-head">
      <div class="page-head">
        <h1>{head.name}</h1>
        <Status value={head.status} />
      </div>
      <p class="facts">
        <span>
          Started <Moment at={head.startedAt} />
        </span>
        <Lasted head={head} />
        {head.window !== null && <span>{windowText(head.window)} UTC</span>}
        {head.feed !== null && <span>{head.feed}</span>}
        <Numbers head={head} />
        {head.redriveCount > 0 && <span>{counted(head.redriveCount, 'redrive')}</span>}
      </p>
    </header>
  );
}

function Lasted({ head }: { readonly head: RunHead }) {
  const end = head.endedAt ?? (head.running ? now.value : null);
  return end === null ? null : <span>{duration(end - head.startedAt)}</span>;
}

function Numbers({ head: { numbers } }: { readonly head: RunHead }) {
  if (numbers === null) return null;
  const { discovered, published, skipped, deferred, rejected, creditsUsed } = numbers;
  return (
    <>
      <span>{count(discovered)} discovered</span>
      <span>{count(published)} published</span>
      {deferred > 0 && <span class="warn">{count(deferred)} deferred</span>}
      {skipped > 0 && <span>{count(skipped)} skipped</span>}
      {rejected > 0 && <span class="bad">{count(rejected)} rejected</span>}
      <span>{counted(creditsUsed, 'credit')}</span>
    </>
  );
}
