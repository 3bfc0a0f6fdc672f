import { useSignal } from '@preact/signals';

interface DraftInputProps {
  readonly value: string;
  /** Receives the text when it is finished: with Enter, or when the focus leaves the field. */
  readonly onFinish: (text: string) => void;
  readonly name?: string;
  readonly class?: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly 'aria-describedby'?: string;
}

/** A text field that keeps unfinished text while the page around it is drawn again, for example each second. */
export function DraftInput({ value, onFinish, ...others }: DraftInputProps) {
  const draft = useSignal<string | null>(null);
  return (
    <input
      {...others}
      autocomplete="off"
      spellcheck={false}
      value={draft.value ?? value}
      onInput={(event) => (draft.value = event.currentTarget.value)}
      onChange={(event) => {
        onFinish(event.currentTarget.value);
        draft.value = null;
      }}
      onBlur={() => (draft.value = null)}
    />
  );
}
