import { useSignal } from '@preact/signals';
import { tell } from '../ask.ts';
import { Dialog } from '../parts/dialog.tsx';

/** Stops a run, after a question. */
export function StopButton({ id }: { readonly id: string }) {
  const isOpen = useSignal(false);
  const problem = useSignal('');
  const stop = async () => {
    try {
      await tell('/api/stop', { id });
      isOpen.value = false;
    } catch (error) {
      problem.value = (error as Error).message;
    }
  };
  return (
    <>
      <button type="button" onClick={() => (isOpen.value = true)}>
        Stop
      </button>
      {isOpen.value && (
        <Dialog title="Stop this run?" onClose={() => (isOpen.value = false)}>
          <p>What it has published stays on the stream. A redrive continues where it was stopped.</p>
          {problem.value !== '' && <p class="error">{problem.value}</p>}
          <div class="buttons">
            <button type="button" onClick={() => (isOpen.value = false)}>
              Cancel
            </button>
            <button type="button" class="danger" onClick={() => void stop()}>
              Stop the run
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
