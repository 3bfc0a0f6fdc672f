import { useSignal } from '@preact/signals';

const TOLD_MS = 1_500;

/** Puts a text onto the clipboard, and says so. */
export function CopyButton({ text, label }: { readonly text: () => string; readonly label: string }) {
  const told = useSignal('');
  const copy = async () => {
    await navigator.clipboard.writeText(text()).then(
      () => (told.value = 'Copied'),
      () => (told.value = 'Not allowed'),
    );
    setTimeout(() => (told.value = ''), TOLD_MS);
  };
  return (
    <button type="button" aria-label={label} onClick={() => void copy()}>
      {told.value === '' ? 'Copy' : told.value}
    </button>
  );
}
