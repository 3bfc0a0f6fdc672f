import type { ChildRow } from '../../api/index.ts';
import { duration } from '../format.ts';
import { Status } from '../parts/status.tsx';
import { leftText, lookOf, reasonText, titleText } from './child-look.ts';

interface CellTipProps {
  /** Undefined for a child execution that is not started yet. */
  readonly child: ChildRow | undefined;
  readonly left: number;
  readonly top: number;
  /** True if the cell is in the right half, so that the box extends to the left. */
  readonly isRight: boolean;
  /** The width of the cells. */
  readonly room: number;
}

/** A box with the facts of one child execution beside its cell. */
export function CellTip({ child, left, top, isRight, room }: CellTipProps) {
  const place = isRight ? { right: `${Math.max(0, room - left)}px` } : { left: `${left}px` };
  return (
    <div class="cell-tip" id="cell-tip" role="tooltip" style={{ top: `${top}px`, ...place }}>
      {child === undefined ? <Status value="PENDING" words="Not started yet" /> : <Facts child={child} />}
    </div>
  );
}

function Facts({ child }: { readonly child: ChildRow }) {
  const { id, startedAt, endedAt, outcome } = child;
  const { status, words } = lookOf(child);
  const reason = reasonText(child);
  const titles = outcome?.titles ?? [];
  return (
    <>
      <div>
        <Status value={status} words={words} />
        {endedAt !== null && <span class="dim"> in {duration(endedAt - startedAt)}</span>}
      </div>
      {titles.length > 0 && (
        <div>
          {titles.map((title, index) => (
            <span key={title.id}>
              {index > 0 && ', '}
              <bdi>{titleText(title)}</bdi>
              {title.name !== null && <span class="dim"> {title.id}</span>}
              <span class="dim">{leftText(title)}</span>
            </span>
          ))}
        </div>
      )}
      {reason !== '' && <div class={status === 'DEFERRED' ? 'warn' : 'bad'}>{reason}</div>}
      <div class="dim mono">{id.split(':').at(-1)}</div>
    </>
  );
}
