import { go, param, withParams } from '../address.ts';

interface FilterBoxProps {
  readonly label: string;
  readonly placeholder: string;
}

/** Returns the text that rows must contain, in lower case. It is in the address, so that Back returns to it. */
export function wantedText(): string {
  return (param('find') ?? '').trim().toLowerCase();
}

/** A text field that filters the rows of a list. */
export function FilterBox({ label, placeholder }: FilterBoxProps) {
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={param('find') ?? ''}
      onInput={(event) => go(withParams({ find: event.currentTarget.value }), { replace: true })}
    />
  );
}
