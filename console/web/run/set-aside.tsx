import type { RunHead } from '../../api/index.ts';
import { counted } from '../format.ts';
import { hrefOf } from '../address.ts';

/** The maximum number of titles that are shown. What does not fit into the line is cut off. */
const NAMED = 8;

/** The titles of a run without a record, with links to their histories. */
export function SetAside({ head: { setAside, setAsideOmitted } }: { readonly head: RunHead }) {
  const all = setAside.length + setAsideOmitted;
  return (
    <p class="facts outcome set-aside" role="group" aria-label="Titles without a record">
      <span>{counted(all, 'title')} without a record:</span>
      {setAside.slice(0, NAMED).map(({ titleId, outcome, reason }) => (
        <span key={titleId} title={reason}>
          <a href={hrefOf('titles', String(titleId))}>{titleId}</a> {outcome}
        </span>
      ))}
      {all > NAMED && <span>and {counted(all - Math.min(NAMED, setAside.length), 'more', 'more')}</span>}
    </p>
  );
}
