import type { MapProgress, RetryingView, RunWork } from '../../api/index.ts';
import { count, duration } from '../format.ts';
import { retryingText } from '../run/retrying-text.ts';

interface ProgressProps {
  readonly items: MapProgress;
  readonly work: RunWork | null;
  /** True where the retries stand beside it: without the pace. @default false */
  readonly isShort?: boolean;
}

/** The titles of a run without a summary: a bar, the counts, and the rate and the retries of a running run. */
export function Progress({ items, work, isShort = false }: ProgressProps) {
  const { total, succeeded, failed, aborted, pending } = items;
  return (
    <>
      <ProgressBar items={items} retrying={work?.retrying ?? null} />
      <span title="processed">
        {count(succeeded)} of {count(total)}
        {!isShort && ' processed'}
      </span>
      {failed > 0 && <span class="bad">{count(failed)} failed</span>}
      {work === null ? (
        <>
          {aborted > 0 && <span>{count(aborted)} aborted</span>}
          {pending > 0 && <span>{count(pending)} pending</span>}
        </>
      ) : (
        !isShort && <span class="pace">{paceText(work)}</span>
      )}
    </>
  );
}

interface ProgressBarProps {
  readonly items: MapProgress;
  readonly retrying: RetryingView | null;
}

/** The shares of the titles by outcome. The text beside it has the same counts. */
function ProgressBar({ items: { total, succeeded, failed, running }, retrying }: ProgressBarProps) {
  const shares = [
    ['good', succeeded],
    ['bad', failed],
    [retrying === null ? 'busy' : 'wait', running],
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
