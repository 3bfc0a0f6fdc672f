import type { RunHead } from '../../api/index.ts';
import { counted } from '../format.ts';
import { TitleLink } from '../parts/title-link.tsx';
import { useNames } from '../use-names.ts';

/** The maximum number of titles that are shown. What does not fit into the line is cut off. */
const NAMED = 8;

/** The titles of a run without a record, with links to their histories. */
export function SetAside({ head: { setAside, setAsideOmitted } }: { readonly head: RunHead }) {
  const all = setAside.length + setAsideOmitted;
  const shown = setAside.slice(0, NAMED);
  const names = useNames(shown.map(({ titleId }) => titleId));
  return (
    <p
      class={`facts outcome set-aside ${names.isPending ? 'unnamed' : ''}`}
      role="group"
      aria-label="Titles without a record"
    >
      <span>{counted(all, 'title')} without a record:</span>
      {shown.map(({ titleId, outcome, reason }) => (
        <span key={titleId} title={reason}>
          <TitleLink id={titleId} name={names.of(titleId)} /> {outcome}
        </span>
      ))}
      {all > NAMED && <span>and {counted(all - shown.length, 'more', 'more')}</span>}
      {names.problem !== null && <span title={names.problem}>names are missing</span>}
    </p>
  );
}
