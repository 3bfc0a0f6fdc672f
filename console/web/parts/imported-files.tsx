import { useSignal } from '@preact/signals';
import type { ImportedFile } from '../../api/index.ts';
import { tell } from '../ask.ts';
import { hrefOf } from '../address.ts';
import { fileSize } from '../format.ts';
import { useAnswer } from '../use-answer.ts';
import { Ago } from './moment.tsx';

/** The imported files, which can be removed from memory; nothing without any. */
export function ImportedFiles() {
  const removed = useSignal(0);
  const problem = useSignal('');
  const { value } = useAnswer<readonly ImportedFile[]>('/api/imports', removed.value).value;
  if (value === null || value.length === 0) return null;
  const remove = async (id: string) => {
    try {
      await tell('/api/remove-import', { id });
      problem.value = '';
    } catch (error) {
      problem.value = (error as Error).message;
    }
    removed.value += 1;
  };
  return (
    <section aria-label="Imported files">
      <h2>Imported files</h2>
      <ul class="hits">
        {value.map(({ id, fileName, bytes, importedAt }) => (
          <li key={id}>
            <a href={hrefOf('runs', id)}>{fileName}</a>{' '}
            <span class="dim">
              {fileSize(bytes)}, <Ago at={importedAt} />
            </span>{' '}
            <button type="button" aria-label={`Remove ${fileName}`} onClick={() => void remove(id)}>
              Remove
            </button>
          </li>
        ))}
      </ul>
      {problem.value !== '' && <p class="error">{problem.value}</p>}
    </section>
  );
}
