import type { Signal } from '@preact/signals';

interface FilterBoxProps {
  readonly label: string;
  readonly placeholder: string;
  /** What is typed. */
  readonly wanted: Signal<string>;
}

/** Where it is typed what the rows of a list must hold to be shown. */
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
