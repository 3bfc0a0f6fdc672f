import { type Signal, useSignal } from '@preact/signals';
import type { RunRow } from '../../api/index.ts';
import { tell } from '../ask.ts';
import { count, counted } from '../format.ts';
import { Dialog } from '../parts/dialog.tsx';
import { RunName } from '../parts/run-name.tsx';
import { RedriveSum } from './redrive-sum.tsx';

/** The statuses from which a run may be redriven. */
const UNSUCCESSFUL = new Set(['FAILED', 'TIMED_OUT', 'ABORTED', 'INTERRUPTED']);

interface SelectionProps {
  readonly runs: readonly RunRow[];
  /** The ids of the selected runs. */
  readonly selected: Signal<ReadonlySet<string>>;
}

/** Redrives or stops the selected runs, after one preview of all. */
export function SelectionButtons({ runs, selected }: SelectionProps) {
  const open = useSignal<'redrive' | 'stop' | null>(null);
  const chosen = runs.filter(({ id }) => selected.value.has(id));
  const failed = chosen.filter(({ status }) => UNSUCCESSFUL.has(status));
  const running = chosen.filter(({ status }) => status === 'RUNNING');
  const close = () => {
    open.value = null;
    selected.value = new Set();
  };
  return (
    <span class="selection">
      <button type="button" disabled={failed.length === 0} onClick={() => (open.value = 'redrive')}>
        Redrive {failed.length > 0 && `${count(failed.length)} `}selected …
      </button>
      <button type="button" disabled={running.length === 0} onClick={() => (open.value = 'stop')}>
        Stop {running.length > 0 && `${count(running.length)} `}selected …
      </button>
      {open.value === 'redrive' && <RedriveSum runs={failed} onClose={close} />}
      {open.value === 'stop' && <StopAll runs={running} onClose={close} />}
    </span>
  );
}

interface ActionProps {
  readonly runs: readonly RunRow[];
  readonly onClose: () => void;
}

function StopAll({ runs: given, onClose }: ActionProps) {
  // A run that ends in the meantime leaves the list, and the dialog keeps its question.
  const runs = useSignal(given).value;
  const problems = useSignal<readonly string[]>([]);
  const isBusy = useSignal(false);
  const stop = async () => {
    isBusy.value = true;
    const failed: string[] = [];
    for (const { id, name } of runs) {
      await tell('/api/stop', { id }).catch((error: unknown) => {
        failed.push(`${name}: ${(error as Error).message}`);
      });
    }
    isBusy.value = false;
    problems.value = failed;
    if (failed.length === 0) onClose();
  };
  return (
    <Dialog title={`Stop ${counted(runs.length, 'run')}?`} onClose={onClose}>
      <ul>
        {runs.map(({ id, name, progress }) => (
          <li key={id}>
            <RunName name={name} />
            {progress !== null && (
              <span class="dim">
                {' '}
                {count(progress.succeeded)} of {count(progress.total)} processed
              </span>
            )}
          </li>
        ))}
      </ul>
      <p>Published events stay on the stream. A redrive resumes each run where it stopped.</p>
      {problems.value.map((problem) => (
        <p key={problem} class="error">
          {problem}
        </p>
      ))}
      <div class="buttons">
        <button type="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" class="danger" disabled={isBusy.value} onClick={() => void stop()}>
          Stop {counted(runs.length, 'run')}
        </button>
      </div>
    </Dialog>
  );
}
