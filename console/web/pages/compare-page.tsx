import { useSignal } from '@preact/signals';
import type { ComparedState, Comparison, RunHead, RunList, SetAside, StateSum } from '../../api/index.ts';
import { address } from '../ask.ts';
import { count, counted, duration } from '../format.ts';
import { useLive } from '../live.ts';
import { Moment } from '../parts/moment.tsx';
import { Status, wordFor } from '../parts/status.tsx';
import { go, hrefOf, param, withParams } from '../address.ts';
import { useAnswer } from '../use-answer.ts';
import { useTitle } from '../use-title.ts';

/** Compares two runs of the state machine. */
export function ComparePage() {
  useTitle('Compare two runs');
  const [a, b] = [param('a') ?? '', param('b') ?? ''];
  const runs = useSignal<RunList | null>(null);
  useLive(address('/api/live/runs', { limit: 100 }), (update) => (runs.value = update as RunList));
  const { value, problem } = useAnswer<Comparison>(
    a === '' || b === '' ? null : address('/api/compare', { a, b }),
  ).value;
  const choice = (name: string, id: string) => (
    <label>
      {name === 'a' ? 'Run' : 'With'}{' '}
      <select
        value={id}
        onChange={(event) => go(withParams({ [name]: event.currentTarget.value }), { replace: true })}
      >
        <option value="">Choose a run</option>
        {runs.value?.runs.some((run) => run.id === id) === false && id !== '' && (
          <option value={id}>{id.split(':').at(-1)}</option>
        )}
        {runs.value?.runs.map((run) => (
          <option key={run.id} value={run.id}>
            {run.name} ({wordFor(run.status).toLowerCase()})
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <section class="page">
      <h1>Compare two runs</h1>
      <div class="filters">
        {choice('a', a)}
        {choice('b', b)}
      </div>
      {problem !== null && <p class="error">{problem}</p>}
      {value === null ? (
        <p class="dim">
          {a === '' || b === ''
            ? 'Choose two runs to compare the durations and failures of their states.'
            : problem === null && 'Comparing …'}
        </p>
      ) : (
        <Compared comparison={value} />
      )}
    </section>
  );
}

function Compared({ comparison: { a, b, states, setAside } }: { readonly comparison: Comparison }) {
  return (
    <>
      <div class="scroll" role="region" aria-label="States of the two runs" tabIndex={0}>
        <table class="rows compared">
          <thead>
            <tr>
              <th>State</th>
              <Head run={a} />
              <Head run={b} />
              <th class="number">Difference</th>
            </tr>
          </thead>
          <tbody>
            {states.map((state) => (
              <Line key={state.name} state={state} />
            ))}
          </tbody>
        </table>
      </div>
      <OnlyIn run={a} own={setAside.a} other={setAside.b} />
      <OnlyIn run={b} own={setAside.b} other={setAside.a} />
    </>
  );
}

function Head({ run }: { readonly run: RunHead }) {
  return (
    <th>
      <a href={hrefOf('runs', run.id)}>{run.name}</a> <Status value={run.status} />
      <br />
      <Moment at={run.startedAt} />
      {run.endedAt !== null && `, ${duration(run.endedAt - run.startedAt)}`}
    </th>
  );
}

function Line({ state: { name, a, b } }: { readonly state: ComparedState }) {
  const difference = (b?.milliseconds ?? 0) - (a?.milliseconds ?? 0);
  const isLonger = a !== null && b !== null && difference > 200 && b.milliseconds > a.milliseconds * 1.5;
  return (
    <tr class={a !== null && b !== null && a.status !== b.status ? 'differs' : ''}>
      <td>{name}</td>
      <Sum sum={a} />
      <Sum sum={b} />
      <td class={`number ${isLonger ? 'warn' : ''}`}>
        {a === null || b === null
          ? '–'
          : `${difference < 0 ? '−' : difference > 0 ? '+' : ''}${duration(Math.abs(difference))}`}
      </td>
    </tr>
  );
}

function Sum({ sum }: { readonly sum: StateSum | null }) {
  if (sum === null) return <td class="dim">not entered</td>;
  const failures = Object.entries(sum.failures);
  return (
    <td>
      <Status value={sum.status} /> <span>{duration(sum.milliseconds)}</span>
      {sum.visits > 1 && <span class="dim">, entered {count(sum.visits)} times</span>}
      {sum.retries > 0 && <span class="dim">, {counted(sum.retries, 'retry', 'retries')}</span>}
      {failures.length > 0 && (
        <div class="dim">{failures.map(([error, times]) => `${count(times)} × ${error}`).join(', ')}</div>
      )}
    </td>
  );
}

/** Titles without a record in only one of the runs. */
function OnlyIn({
  run,
  own,
  other,
}: {
  readonly run: RunHead;
  readonly own: readonly SetAside[];
  readonly other: readonly SetAside[];
}) {
  const only = own.filter(({ titleId }) => !other.some((each) => each.titleId === titleId));
  if (only.length === 0) return null;
  return (
    <>
      <h2>Titles without a record only in {run.name}</h2>
      <ul class="hits">
        {only.map(({ titleId, outcome, reason }) => (
          <li key={titleId}>
            <a href={hrefOf('titles', String(titleId))}>{titleId}</a> <Status value={outcome} />{' '}
            <span class="dim">{reason}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
