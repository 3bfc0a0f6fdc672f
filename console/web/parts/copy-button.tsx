import { useSignal } from '@preact/signals';

const TOLD_MS = 1_500;

/** Copies a text to the clipboard. */
export function CopyButton({ text, label }: { readonly text: () => string; readonly label: string }) {
  const told = useSignal('');
  const copy = async () => {
    await navigator.clipboard.writeText(text()).then(
      () => (told.value = 'Copied'),
      () => (told.value = 'Cannot copy'),
    );
    setTimeout(() => (told.value = ''), TOLD_MS);
  };
  return (
    <button type="button" aria-label={label} onClick={() => void copy()}>
      {told.value === '' ? 'Copy' : told.value}
    </button>
  );
}
