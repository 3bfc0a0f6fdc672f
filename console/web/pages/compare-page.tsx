import { useSignal } from '@preact/signals';
import type { Comparison, RunHead, RunList, SetAside } from '../../api/index.ts';
import { address } from '../ask.ts';
import { ComparedCounts } from '../compare/compared-counts.tsx';
import { ComparedStates } from '../compare/compared-states.tsx';
import { useLive } from '../live.ts';
import { NamesProblem } from '../parts/names-problem.tsx';
import { Status, wordFor } from '../parts/status.tsx';
import { TitleLink } from '../parts/title-link.tsx';
import { go, param, withParams } from '../address.ts';
import { useAnswer } from '../use-answer.ts';
import { useNames } from '../use-names.ts';
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

function Compared({ comparison }: { readonly comparison: Comparison }) {
  const { a, b } = comparison;
  return (
    <>
      <ComparedCounts comparison={comparison} />
      <h2>States</h2>
      <ComparedStates comparison={comparison} />
      <OnlyIn run={a.head} own={a.head.setAside} other={b.head.setAside} />
      <OnlyIn run={b.head} own={b.head.setAside} other={a.head.setAside} />
    </>
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
  const names = useNames(only.map(({ titleId }) => titleId));
  if (only.length === 0) return null;
  return (
    <>
      <h2>Titles without a record only in {run.name}</h2>
      <ul class="hits">
        {only.map(({ titleId, outcome, reason }) => (
          <li key={titleId}>
            <TitleLink id={titleId} name={names.of(titleId)} /> <Status value={outcome} />{' '}
            <span class="dim">{reason}</span>
          </li>
        ))}
      </ul>
      <NamesProblem problem={names.problem} />
    </>
  );
}
