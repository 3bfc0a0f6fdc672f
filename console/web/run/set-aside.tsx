import type { RunHead } from '../../api/index.ts';
import { counted } from '../format.ts';
import { hrefOf } from '../address.ts';

/** The maximum number of titles that are shown. */
const NAMED = 8;

/** The titles of a run without a record, with links to their histories. */
export function SetAside({ head: { setAside, setAsideOmitted } }: { readonly head: RunHead }) {
  if (setAside.length === 0) return null;
  const more = Math.max(0, setAside.length - NAMED) + setAsideOmitted;
  return (
    <p class="facts outcome" role="group" aria-label="Titles without a record">
      <span>Without a record:</span>
      {setAside.slice(0, NAMED).map(({ titleId, outcome, reason }) => (
        <span key={titleId} title={reason}>
          <a href={hrefOf('titles', String(titleId))}>{titleId}</a> {outcome}
        </span>
      ))}
      {more > 0 && <span>and {counted(more, 'more', 'more')}</span>}
    </p>
  );
}
