import { useSignal } from '@preact/signals';
import { tell } from '../ask.ts';
import { go, hrefOf } from '../address.ts';

/** Imports a run from an exported file. */
export function ImportButton() {
  const problem = useSignal('');
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    try {
      const { id } = await tell<{ id: string }>('/api/import', JSON.parse(await file.text()));
      go(hrefOf('runs', id));
    } catch (error) {
      problem.value =
        error instanceof SyntaxError ? `${file.name} is not valid JSON` : (error as Error).message;
    }
  };
  return (
    <>
      {problem.value !== '' && (
        <span class="bad" role="alert">
          {problem.value}
        </span>
      )}
      <label class="button file">
        Import
        <input
          class="visually-hidden"
          type="file"
          accept=".json,application/json"
          onChange={(event) => void open(event.currentTarget.files?.[0])}
        />
      </label>
    </>
  );
}
