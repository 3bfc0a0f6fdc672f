import { useSignal } from '@preact/signals';
import type { ImportedFile } from '../../api/index.ts';
import { address, upload } from '../ask.ts';
import { fileSize } from '../format.ts';
import { go, hrefOf } from '../address.ts';
import { session } from '../session.ts';

/** Imports a run from an exported file. */
export function ImportButton() {
  const problem = useSignal('');
  const importing = useSignal('');
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    const most = session.value?.maxFileBytes ?? Infinity;
    if (file.size > most) {
      problem.value = `${file.name} has ${fileSize(file.size)}: a file of at most ${fileSize(most)} can be imported.`;
      return;
    }
    problem.value = '';
    importing.value = file.name;
    try {
      const { id } = await upload<ImportedFile>(address('/api/import', { file: file.name }), file);
      go(hrefOf('runs', id));
    } catch (error) {
      problem.value = (error as Error).message;
    }
    importing.value = '';
  };
  return (
    <>
      {importing.value !== '' && (
        <span class="dim" role="status">
          Importing {importing.value} …
        </span>
      )}
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
          onChange={(event) => {
            void open(event.currentTarget.files?.[0]);
            // The same file can be chosen again.
            event.currentTarget.value = '';
          }}
        />
      </label>
    </>
  );
}
