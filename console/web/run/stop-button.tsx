import { useSignal } from '@preact/signals';
import { tell } from '../ask.ts';
import { Dialog } from '../parts/dialog.tsx';

/** Stops a run after a confirmation. */
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
          <p>Published events stay on the stream. A redrive resumes where the run stopped.</p>
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
