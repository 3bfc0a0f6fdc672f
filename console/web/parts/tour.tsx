import { useSignal } from '@preact/signals';

const KEY = 'tour';

/** Five steps in which a newcomer breaks a run, finds out why, and mends it. */
export function Tour() {
  const isOpen = useSignal(localStorage.getItem(KEY) !== 'closed');
  const set = (open: boolean) => {
    isOpen.value = open;
    localStorage.setItem(KEY, open ? 'open' : 'closed');
  };
  if (!isOpen.value) {
    return (
      <p>
        <button type="button" onClick={() => set(true)}>
          Guided tour
        </button>
      </p>
    );
  }
  return (
    <section class="tour" aria-label="Guided tour">
      <div class="page-head">
        <h2>Break a run, find out why, fix it: five steps</h2>
        <span class="spacer" />
        <button type="button" onClick={() => set(false)}>
          Close
        </button>
      </div>
      <ol>
        <li>
          <a href="/start">Start a run</a> as it stands, and see it go green. Nothing leaves this machine.
        </li>
        <li>
          In <a href="/watchmode">Watchmode</a> switch <b>Outage</b> on, then start another run. It waits a
          while, and fails.
        </li>
        <li>
          Open the failed run. What went wrong comes first; <b>Open the failed attempt</b> leads to it, with
          the task's log.
        </li>
        <li>
          Switch the outage off in <a href="/watchmode">Watchmode</a>.
        </li>
        <li>
          Press <b>Redrive</b> on the failed run, read what it will do, and see it go green. The{' '}
          <a href="/stream">stream</a> holds each id once.
        </li>
      </ol>
    </section>
  );
}
