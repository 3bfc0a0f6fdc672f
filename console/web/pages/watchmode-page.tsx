import { useSignal } from '@preact/signals';
import type { WatchmodeView } from '../../api.ts';
import { tell } from '../ask.ts';
import { count } from '../format.ts';
import { useLive } from '../live.ts';
import { useTitle } from '../use-title.ts';

/** Faults that can be switched: what is put into the specification, and what it does to a run. */
const SWITCHES = [
  [
    '429',
    '429:0.2',
    'Rate limits',
    'One request in five is answered 429. The run retries, and succeeds later.',
  ],
  ['500', '500:0.1', 'Server errors', 'One request in ten is answered 500. The run retries.'],
  ['reset', 'reset:0.05', 'Cut connections', 'One connection in twenty breaks off. The run retries.'],
  ['slow', 'slow:0.1', 'Slow responses', 'One response in ten takes two seconds.'],
  ['missing', 'missing:0.02', 'Unknown titles', 'One title in fifty is not known. It is skipped.'],
  [
    'malformed',
    'malformed:0.02',
    'Malformed responses',
    'One title in fifty has a response that is cut off or of another shape. It is deferred.',
  ],
  [
    'broken',
    'broken:0.02',
    'Broken titles',
    'One title in fifty never answers. It is deferred to the next run.',
  ],
  [
    'outage',
    'outage:0+86400',
    'Outage',
    'Nothing answers. The run waits, then fails; a redrive picks it up.',
  ],
] as const;

/** The stand-in for Watchmode: what it was asked, and what goes wrong in it. */
export function WatchmodePage() {
  useTitle('Watchmode');
  const view = useSignal<WatchmodeView | null>(null);
  const problem = useSignal('');
  const own = useSignal<string | null>(null);
  useLive('/api/live/watchmode', (update) => (view.value = update as WatchmodeView));
  const now = view.value;
  if (now === null) return <p class="empty">Asking the stand-in …</p>;
  const parts = now.faults.split(',').filter((part) => part !== '');
  const set = async (spec: string) => {
    try {
      view.value = await tell<WatchmodeView>('/api/faults', { faults: spec });
      problem.value = '';
    } catch (error) {
      problem.value = (error as Error).message;
    }
  };
  return (
    <section class="page">
      <h1>Watchmode on this machine</h1>
      <p class="dim">A stand-in that answers as Watchmode does. Nothing leaves this machine.</p>
      <Numbers view={now} />
      <h2>Faults</h2>
      <p class="dim">A switch takes effect at once, also for runs in progress.</p>
      <div class="switches">
        {SWITCHES.map(([kind, spec, label, effect]) => {
          const found = parts.find((part) => part.startsWith(`${kind}:`));
          const others = parts.filter((part) => part !== found);
          return (
            <label key={kind} class="switch">
              <input
                type="checkbox"
                role="switch"
                checked={found !== undefined}
                onChange={(event) =>
                  void set([...others, ...(event.currentTarget.checked ? [spec] : [])].join(','))
                }
              />
              <span>
                <strong>{label}</strong> <code>{found ?? spec}</code>
                <br />
                <span class="dim">{effect}</span>
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
          // What is written while the stand-in answers stays.
          void set(spec).then(() => {
            if (problem.value === '' && own.value === spec) own.value = null;
          });
        }}
      >
        <label>
          In force, as written for <code>--faults</code>{' '}
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
            void set('');
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
          <dd class={view.down ? 'bad' : 'good'}>{view.down ? 'No, an outage is on' : 'Yes'}</dd>
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
