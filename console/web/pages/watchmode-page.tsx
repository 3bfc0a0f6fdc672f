import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { WatchmodeView } from '../../api/index.ts';
import { tell } from '../ask.ts';
import { count } from '../format.ts';
import { faultEffect, faultWords } from '../fault-words.ts';
import { useLive } from '../live.ts';
import { useTitle } from '../use-title.ts';

/** All faults in force, or one that is switched. */
type Change = { readonly faults: string } | { readonly on: string } | { readonly off: string };

/** The stand-in for Watchmode: its use and its faults. */
export function WatchmodePage() {
  useTitle('Watchmode');
  const view = useSignal<WatchmodeView | null>(null);
  const problem = useSignal('');
  const own = useSignal<string | null>(null);
  // One after the other: the answer to an earlier change must not come last.
  const queue = useRef(Promise.resolve());
  useLive('/api/live/watchmode', (update) => (view.value = update as WatchmodeView));
  const now = view.value;
  if (now === null) return <p class="empty">Loading the stand-in …</p>;
  const parts = now.faults.split(',').filter((part) => part !== '');
  const change = (changed: Change) => (queue.current = queue.current.then(() => send(changed)));
  const send = async (changed: Change) => {
    try {
      view.value = await tell<WatchmodeView>('/api/faults', changed);
      problem.value = '';
    } catch (error) {
      problem.value = (error as Error).message;
    }
  };
  return (
    <section class="page">
      <h1>Watchmode on this machine</h1>
      <p class="dim">A local stand-in for the Watchmode API. No request leaves this machine.</p>
      <Numbers view={now} />
      <h2>Faults</h2>
      <p class="dim">A switch takes effect at once, also for runs in progress.</p>
      <div class="switches">
        {now.switches.map(({ name, example, label, effect }) => {
          const found = parts.find((part) => part.startsWith(`${name}:`));
          return (
            <label key={name} class="switch">
              <input
                type="checkbox"
                role="switch"
                checked={found !== undefined}
                onChange={(event) =>
                  void change(event.currentTarget.checked ? { on: example } : { off: name })
                }
              />
              <span>
                <strong>{label}</strong> {faultWords(found ?? example)}
                <br />
                <span class="dim">{faultEffect(effect, found ?? example)}</span>
              </span>
            </label>
          );
        })}
      </div>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          const spec = own.value ?? now.faults;
          // Keeps text that was typed in the meantime.
          void change({ faults: spec }).then(() => {
            if (problem.value === '' && own.value === spec) own.value = null;
          });
        }}
      >
        <label>
          Faults in force, in the syntax of <code>--faults</code>{' '}
          <input
            class="mono wide"
            value={own.value ?? now.faults}
            placeholder="None"
            spellcheck={false}
            onInput={(event) => (own.value = event.currentTarget.value)}
          />
        </label>
        <button type="submit">Apply</button>
        <button
          type="button"
          onClick={() => {
            own.value = null;
            void change({ faults: '' });
          }}
        >
          All off
        </button>
      </form>
      {problem.value !== '' && <p class="error">{problem.value}</p>}
    </section>
  );
}

function Numbers({ view }: { readonly view: WatchmodeView }) {
  const answers = Object.entries(view.answers).sort(([a], [b]) => a.localeCompare(b));
  return (
    <>
      <dl class="figures">
        <div>
          <dt>Credits used</dt>
          <dd>
            {count(view.creditsUsed)} <span class="dim">of {count(view.quota)}</span>
          </dd>
        </div>
        <div>
          <dt>Requests this minute</dt>
          <dd>
            {count(view.requestsThisMinute)} <span class="dim">of {count(view.requestsPerMinute)}</span>
          </dd>
        </div>
        <div>
          <dt>Requests</dt>
          <dd>{count(view.requests)}</dd>
        </div>
        <div>
          <dt>Available</dt>
          <dd class={view.down ? 'bad' : 'good'}>{view.down ? 'No, outage' : 'Yes'}</dd>
        </div>
        {answers.map(([status, times]) => (
          <div key={status}>
            <dt>Responses {status}</dt>
            <dd class={status.startsWith('2') ? '' : 'warn'}>{count(times)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
