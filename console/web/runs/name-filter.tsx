import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { go, withParams } from '../address.ts';

/** The time without a key after which the runs are searched. */
const SEARCH_AFTER_MS = 250;

/** A field for a part of the name of a run. Its text is in the address. */
export function NameFilter({ name }: { readonly name: string }) {
  const wanted = useSignal(name);
  useEffect(() => {
    if (wanted.value.trim() === name) return undefined;
    const timer = setTimeout(
      () => go(withParams({ name: wanted.value.trim() }), { replace: true }),
      SEARCH_AFTER_MS,
    );
    return () => clearTimeout(timer);
  }, [wanted.value]);
  // Back, Forward and a link may change the address.
  useEffect(() => {
    if (wanted.peek().trim() !== name) wanted.value = name;
  }, [name]);
  return (
    <input
      type="search"
      aria-label="Search runs by name"
      placeholder="Search by name"
      value={wanted.value}
      onInput={(event) => (wanted.value = event.currentTarget.value)}
    />
  );
}
