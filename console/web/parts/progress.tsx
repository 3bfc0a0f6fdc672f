import type { MapProgress, RetryingView, RunWork } from '../../api/index.ts';
import { count, duration } from '../format.ts';
import { processedText } from './progress-text.ts';
import { retryingText } from '../run/retrying-text.ts';

interface ProgressProps {
  readonly items: MapProgress;
  /** Null for a run that is not running. */
  readonly work: RunWork | null;
}

/** The titles of a run without a summary: a bar, the counts, and the rate and the rest of a running run. */
export function Progress({ items, work }: ProgressProps) {
  return (
    <>
      <ProgressBar items={items} work={work} />
      <Processed items={items} />
      {work === null ? <Left items={items} /> : <span class="pace">{paceText(work)}</span>}
    </>
  );
}

/** The same in a row of a table, which has no room for the rate beside the retries, nor for the bar beside the rest. */
export function ShortProgress({ items, work }: ProgressProps) {
  if (work === null)
    return (
      <>
        <Processed items={items} />
        <Left items={items} />
      </>
    );
  return (
    <>
      <ProgressBar items={items} work={work} />
      {work.retrying === null ? (
        <>
          <Processed items={items} />
          <span>{paceText(work)}</span>
        </>
      ) : (
        <span title={processedText(items)}>
          {count(items.succeeded)} of {count(items.total)}
        </span>
      )}
    </>
  );
}

function Processed({ items }: { readonly items: MapProgress }) {
  return (
    <>
      <span>{processedText(items)}</span>
      {items.failed > 0 && <span class="bad">{count(items.failed)} failed</span>}
    </>
  );
}

/** The titles that a failed or stopped run has left. */
function Left({ items: { aborted, pending } }: { readonly items: MapProgress }) {
  return (
    <>
      {aborted > 0 && <span>{count(aborted)} aborted</span>}
      {pending > 0 && <span>{count(pending)} pending</span>}
    </>
  );
}

/** The shares of the titles by outcome. The text beside it has the same counts. */
function ProgressBar({ items: { total, succeeded, failed, running }, work }: ProgressProps) {
  const shares = [
    ['good', succeeded],
    ['bad', failed],
    [(work?.retrying ?? null) === null ? 'busy' : 'wait', running],
  ] as const;
  return (
    <span class="progress" aria-hidden="true">
      {shares.map(([tone, part]) => (
        <span key={tone} class={tone} style={{ width: `${(100 * part) / Math.max(1, total)}%` }} />
      ))}
    </span>
  );
}

/** Formats the rate and the rest: `12/s, about 14 s left`. */
function paceText({ perSecond, leftMs }: RunWork): string {
  return [
    ...(perSecond === null ? [] : [`${perSecond}/s`]),
    ...(leftMs === null ? [] : [`about ${duration(leftMs).replace('.0 s', ' s')} left`]),
  ].join(', ');
}

/** The executions that retry, with their reason: `10 children retrying: Watchmode 503`. */
export function Retrying({ retrying }: { readonly retrying: RetryingView }) {
  const text = retryingText(retrying);
  return (
    <span class="wait" title={`${text}, in ${retrying.state}`}>
      <span aria-hidden="true">◔ </span>
      {text}
    </span>
  );
}
