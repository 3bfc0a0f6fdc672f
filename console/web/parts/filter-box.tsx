import type { Signal } from '@preact/signals';

interface FilterBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly wanted: Signal<string>;
}

/** A text field that filters the rows of a list. */
export function FilterBox({ label, placeholder, wanted }: FilterBoxProps) {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={wanted.value}
      onInput={(event) => (wanted.value = event.currentTarget.value)}
    />
  );
}
