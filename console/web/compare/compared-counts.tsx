import type { ChildErrors, ComparedRun, Comparison } from '../../api/index.ts';
import { count, counted } from '../format.ts';
import { RunHeads } from './run-heads.tsx';

/** The counts of a run: label, value, and true if the value is the least that it can be. */
type Count = readonly [label: string, value: number | null, isLeast: boolean];

/** Titles, credits and child executions of two runs side by side, then the errors of the child executions. */
export function ComparedCounts({ comparison: { a, b } }: { readonly comparison: Comparison }) {
  const [ofA, ofB] = [countsOf(a), countsOf(b)];
  return (
    <div class="scroll" role="region" aria-label="Counts of the two runs" tabIndex={0}>
      <table class="rows compared">
        <RunHeads a={a} b={b} label="Count" />
        <tbody>
          {ofA.map(([label, value, isLeast], index) => (
            <Line
              key={label}
              label={label}
              a={[label, value, isLeast]}
              b={ofB[index] ?? [label, null, false]}
            />
          ))}
        </tbody>
        <Errors a={a} b={b} />
      </table>
    </div>
  );
}

function countsOf({ numbers, isPart, children }: ComparedRun): Count[] {
  return [
    ['Discovered', numbers?.discovered ?? null, false],
    ['Published', numbers?.published ?? null, isPart],
    ['Skipped', numbers?.skipped ?? null, isPart],
    ['Deferred', numbers?.deferred ?? null, isPart],
    ['Rejected', numbers?.rejected ?? null, isPart],
    ['Credits', numbers?.creditsUsed ?? null, isPart],
    ['Child executions', children?.total ?? null, false],
    ['Succeeded', children?.succeeded ?? null, false],
    ['Failed', children?.failed ?? null, false],
    ['Aborted', children?.aborted ?? null, false],
    ['Not started', children?.pending ?? null, false],
  ];
}

function Line({ label, a, b }: { readonly label: string; readonly a: Count; readonly b: Count }) {
  const [, ofA] = a;
  const [, ofB] = b;
  const difference = ofA === null || ofB === null ? null : ofB - ofA;
  return (
    <tr class={difference === null || difference === 0 ? '' : 'differs'}>
      <td>{label}</td>
      <Value of={a} />
      <Value of={b} />
      <td class="number">
        {difference === null
          ? '–'
          : `${difference < 0 ? '−' : difference > 0 ? '+' : ''}${count(Math.abs(difference))}`}
      </td>
    </tr>
  );
}

function Value({ of: [, value, isLeast] }: { readonly of: Count }) {
  if (value === null) return <td class="dim">–</td>;
  return (
    <td title={isLeast ? 'Without a summary: the sum over the child executions that succeeded' : undefined}>
      {isLeast && value > 0 && 'at least '}
      {count(value)}
    </td>
  );
}

/** The errors of the child executions, each with its number of child executions and titles in both runs. */
function Errors({ a, b }: { readonly a: ComparedRun; readonly b: ComparedRun }) {
  const names = [...new Set([...a.errors, ...b.errors].map(({ error }) => error))];
  if (names.length === 0) return null;
  // Failed child executions are read first.
  const partly = [a, b].filter(({ children, childrenRead }) => childrenRead < (children?.failed ?? 0));
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={4}>
          Errors of the child executions
          {partly.map(({ head, childrenRead, children }) => (
            <span key={head.id} class="dim">
              {' '}
              (in {head.name}: from {count(childrenRead)} of {count(children?.total ?? 0)})
            </span>
          ))}
        </th>
      </tr>
      {names.map((name) => {
        const [ofA, ofB] = [a, b].map(({ errors }) => errors.find(({ error }) => error === name));
        const difference = (ofB?.children ?? 0) - (ofA?.children ?? 0);
        return (
          <tr key={name} class={difference === 0 ? '' : 'differs'}>
            <td class="inner">{name}</td>
            <ErrorCount of={ofA} />
            <ErrorCount of={ofB} />
            <td class="number">
              {difference < 0 ? '−' : difference > 0 ? '+' : ''}
              {count(Math.abs(difference))}
            </td>
          </tr>
        );
      })}
    </tbody>
  );
}

function ErrorCount({ of }: { readonly of: ChildErrors | undefined }) {
  if (of === undefined) return <td class="dim">none</td>;
  return (
    <td>
      {counted(of.children, 'child execution')}, {counted(of.titles, 'title')}
      {of.message !== null && <div class="dim">{of.message}</div>}
    </td>
  );
}
