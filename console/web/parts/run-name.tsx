import { splitName } from './split-name.ts';

/** The name of a run. One without room is cut in the middle: names of a schedule begin alike, and differ at the end. */
export function RunName({ name }: { readonly name: string }) {
  const [start, end] = splitName(name);
  if (end === '') return <>{name}</>;
  return (
    <span class="run-name" title={name}>
      <span>{start}</span>
      <span>{end}</span>
    </span>
  );
}
