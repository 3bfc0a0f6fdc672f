import { signal } from '@preact/signals';
import { session } from '../session.ts';

const KEY = 'tour';
/** The tour offers itself until there are this many runs. */
const FEW_RUNS = 10;

/** The choice of the reader; null before the first. */
const choice = signal(localStorage.getItem(KEY));

function choose(open: boolean): void {
  choice.value = open ? 'open' : 'closed';
  localStorage.setItem(KEY, choice.value);
}

/** Opens and closes the tour. */
export function TourButton() {
  const isOpen = choice.value === 'open';
  return (
    <button type="button" aria-expanded={isOpen} onClick={() => choose(!isOpen)}>
      Guided tour
    </button>
  );
}

interface TourProps {
  /** `top` for a reader who has opened it, `end` for one who has not chosen: nothing then moves when runs appear. */
  readonly at: 'top' | 'end';
  /** The number of runs; null while it is not known. */
  readonly runs: number | null;
}

/** A tour for new users: a run that fails, its cause, and its redrive. */
export function Tour({ at, runs }: TourProps) {
  const isFirst = choice.value === null && runs !== null && runs < FEW_RUNS;
  if (session.value?.hasStandIn !== true) return null;
  if (at === 'top' ? choice.value !== 'open' : !isFirst) return null;
  return (
    <section class="tour" aria-label="Guided tour">
      <div class="page-head">
        <h2>Guided tour: make a run fail, find the cause, redrive it</h2>
        <span class="spacer" />
        <button type="button" onClick={() => choose(false)}>
          Close
        </button>
      </div>
      <ol>
        <li>
          <a href="/start">Start a run</a> with the default input. It succeeds. No request leaves this
          machine.
        </li>
        <li>
          In <a href="/watchmode">Watchmode</a>, turn on <b>Outage</b>. Start another run. It retries for a
          while, then fails.
        </li>
        <li>
          Open the failed run. The cause is at the top. <b>Open the failed attempt</b> shows the attempt with
          the task's log.
        </li>
        <li>
          In <a href="/watchmode">Watchmode</a>, turn off <b>Outage</b>.
        </li>
        <li>
          On the failed run, choose <b>Redrive</b>, read the preview and confirm. The run succeeds. Each event
          id is on the <a href="/stream">stream</a> once.
        </li>
      </ol>
    </section>
  );
}
