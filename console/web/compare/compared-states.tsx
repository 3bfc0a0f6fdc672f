import type { ComparedState, Comparison, StateSum } from '../../api/index.ts';
import { count, counted, duration } from '../format.ts';
import { Status } from '../parts/status.tsx';
import { RunHeads } from './run-heads.tsx';

/** The states of two runs side by side, those inside the Map Runs below them. */
export function ComparedStates({ comparison: { a, b, states, inner } }: { readonly comparison: Comparison }) {
  const read = [a, b].map(({ sampled, children }) => `${count(sampled)} of ${count(children?.total ?? 0)}`);
  return (
    <div class="scroll" role="region" aria-label="States of the two runs" tabIndex={0}>
      <table class="rows compared">
        <RunHeads a={a} b={b} label="State" />
        <tbody>
          {states.map((state) => (
            <Line key={state.name} state={state} />
          ))}
        </tbody>
        {inner.length > 0 && (
          <tbody>
            <tr>
              <th scope="rowgroup" colSpan={4}>
                Inside the Map, for one visit
                <span class="dim">
                  {' '}
                  (from {read[0]} and {read[1]} child executions)
                </span>
              </th>
            </tr>
            {inner.map((state) => (
              <Line key={state.name} state={state} isInner />
            ))}
          </tbody>
        )}
      </table>
    </div>
  );
}

function Line({
  state: { name, a, b },
  isInner = false,
}: {
  readonly state: ComparedState;
  readonly isInner?: boolean;
}) {
  const difference = (b?.milliseconds ?? 0) - (a?.milliseconds ?? 0);
  const isLonger = a !== null && b !== null && difference > 200 && b.milliseconds > a.milliseconds * 1.5;
  return (
    <tr class={a !== null && b !== null && a.status !== b.status ? 'differs' : ''}>
      <td class={isInner ? 'inner' : ''}>{name}</td>
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
      <Status value={sum.status} /> <span class="nowrap">{duration(sum.milliseconds)}</span>
      {sum.visits > 1 && <span class="dim">, entered {count(sum.visits)} times</span>}
      {sum.retries > 0 && <span class="dim">, {counted(sum.retries, 'retry', 'retries')}</span>}
      {failures.length > 0 && (
        <div class="dim">{failures.map(([error, times]) => `${count(times)} × ${error}`).join(', ')}</div>
      )}
    </td>
  );
}
