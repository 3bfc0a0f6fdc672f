import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { RedrivePreview, RunRow } from '../../api/index.ts';
import { ask, tell } from '../ask.ts';
import { count, counted } from '../format.ts';
import { Dialog } from '../parts/dialog.tsx';
import { RunName } from '../parts/run-name.tsx';
import { sumOf } from './sum-of-previews.ts';

interface RedriveSumProps {
  readonly runs: readonly RunRow[];
  readonly onClose: () => void;
}

/** Previews the redrives of several runs in one table with their sum, and redrives those that can be redriven. */
export function RedriveSum({ runs: given, onClose }: RedriveSumProps) {
  // A run that is redriven leaves the selection, and the dialog keeps its rows.
  const runs = useSignal(given).value;
  const previews = useSignal<ReadonlyMap<string, RedrivePreview>>(new Map());
  const problems = useSignal<ReadonlyMap<string, string>>(new Map());
  const isBusy = useSignal(true);
  const note = (id: string, error: unknown) =>
    (problems.value = new Map([...problems.value, [id, (error as Error).message]]));
  useEffect(() => {
    let isWanted = true;
    const read = async () => {
      // One after the other: each preview reads child executions, and AWS limits requests.
      for (const { id } of runs) {
        if (!isWanted) return;
        try {
          const preview = await ask<RedrivePreview>('/api/redrive', { id });
          previews.value = new Map([...previews.value, [id, preview]]);
        } catch (error) {
          note(id, error);
        }
      }
      isBusy.value = false;
    };
    void read();
    return () => {
      isWanted = false;
    };
  }, []);
  const able = runs.filter(({ id }) => previews.value.get(id)?.refusal === null);
  const redrive = async () => {
    isBusy.value = true;
    problems.value = new Map();
    for (const { id } of able) {
      const redriveCount = previews.value.get(id)?.redriveCount ?? 0;
      await tell('/api/redrive', { id, redriveCount }).catch((error: unknown) => note(id, error));
    }
    isBusy.value = false;
    if (problems.value.size === 0) onClose();
  };
  const sum = sumOf([...previews.value.values()]);
  return (
    <Dialog title={`Redrive ${counted(runs.length, 'run')}`} onClose={onClose}>
      <table class="rows redrives">
        <thead>
          <tr>
            <th>Run</th>
            <th>Runs again</th>
            <th class="number">Titles</th>
            <th class="number">Credits at most</th>
          </tr>
        </thead>
        <tbody>
          {runs.map(({ id, name }) => (
            <tr key={id}>
              <td>
                <RunName name={name} />
              </td>
              <Planned preview={previews.value.get(id)} problem={problems.value.get(id)} />
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              Together
            </th>
            <td class="number">{sum.titles === null ? 'unknown' : count(sum.titles)}</td>
            <td class="number">
              {sum.credits === null ? 'unknown' : count(sum.credits)}
              {sum.credits !== null && sum.unknown > 0 && ` and ${count(sum.unknown)} unknown`}
            </td>
          </tr>
        </tfoot>
      </table>
      {sum.overtaken > 0 && (
        <p class="warn">
          {counted(sum.overtaken, 'run is', 'runs are')} overtaken by another run: titles are bought twice.
        </p>
      )}
      {sum.faults.length > 0 && (
        <p class="warn">
          Faults that are on: {sum.faults.join(', ')}. The redrives may fail, too.{' '}
          <a href="/watchmode">Turn off</a>
        </p>
      )}
      <div class="buttons">
        <button type="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          class="primary"
          disabled={isBusy.value || able.length === 0}
          onClick={() => void redrive()}
        >
          Redrive {counted(able.length, 'run')}
        </button>
      </div>
    </Dialog>
  );
}

interface PlannedProps {
  readonly preview: RedrivePreview | undefined;
  readonly problem: string | undefined;
}

function Planned({ preview, problem }: PlannedProps) {
  const reason = problem ?? preview?.refusal ?? null;
  if (reason !== null)
    return (
      <td colSpan={3} class="bad">
        {reason}
      </td>
    );
  if (preview === undefined)
    return (
      <td colSpan={3} class="dim">
        Reading …
      </td>
    );
  return (
    <>
      <td>
        {preview.states.join(', ')}
        {preview.overtakenBy !== null && <span class="warn"> overtaken</span>}
      </td>
      <td class="number">{preview.titles === null ? 'unknown' : count(preview.titles.again)}</td>
      <td class="number">{preview.credits === null ? 'unknown' : count(preview.credits)}</td>
    </>
  );
}
