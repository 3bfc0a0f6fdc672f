import { useSignal } from '@preact/signals';

const KEY = 'tour';

/** A tour for new users: a run that fails, its cause, and its redrive. */
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
        <h2>Guided tour: make a run fail, find the cause, redrive it</h2>
        <span class="spacer" />
        <button type="button" onClick={() => set(false)}>
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
