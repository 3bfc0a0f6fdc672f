import type { ChildRow } from '../../api/index.ts';
import { go, hrefOf, param, withParams } from '../address.ts';
import { count, duration, moment, utc } from '../format.ts';
import { Status } from '../parts/status.tsx';
import { VirtualList } from '../parts/virtual-list.tsx';
import { leftText, lookOf, moreText, NAMED, reasonText, titlesText, titleText } from './child-look.ts';

const ROW = 28;
const HEIGHT = 460;

/** Child executions as a list: a click selects a row, its link or Enter opens it. */
export function ChildList({ children }: { readonly children: readonly ChildRow[] }) {
  const chosen = param('child');
  if (children.length === 0) return <p class="empty">No child execution matches.</p>;
  const selected = chosen === null ? -1 : children.findIndex(({ id }) => id === chosen);
  return (
    <VirtualList
      kind="grid"
      columns="child-row"
      head={
        <>
          <span>Status</span>
          <span>Titles</span>
          <span>Reason</span>
          <span class="number">Items</span>
          <span>Started</span>
          <span class="number">Duration</span>
          <span class="number">Redrives</span>
        </>
      }
      count={children.length}
      rowHeight={ROW}
      height={HEIGHT}
      label="Children"
      selected={selected}
      onSelect={(index) => go(withParams({ child: children[index]?.id ?? null }), { replace: true })}
      onOpen={(index) => {
        const child = children[index];
        if (child !== undefined) go(hrefOf('runs', child.id));
      }}
      row={(index) => {
        const child = children[index];
        return child === undefined ? null : <Row child={child} />;
      }}
    />
  );
}

function Row({ child }: { readonly child: ChildRow }) {
  const { id, startedAt, endedAt, items, redriveCount, outcome } = child;
  const { status, words } = lookOf(child);
  const reason = reasonText(child);
  const name = id.split(':').at(-1) ?? id;
  const titles = outcome?.titles ?? [];
  const all = [...titles.map((title) => `${titleText(title)}${leftText(title)}`), name].join('\n');
  return (
    <div class="child-row">
      <span role="gridcell">
        <Status value={status} words={words} />
      </span>
      <span role="gridcell" class="child-titles">
        <a class="child-name" href={hrefOf('runs', id)} title={all} tabIndex={-1}>
          <Titles child={child} />
        </a>
      </span>
      <span role="gridcell" class="child-reason" title={reason}>
        {reason}
      </span>
      <span role="gridcell" class="number">
        {count(items)}
      </span>
      <span role="gridcell" title={utc(startedAt)}>
        {moment(startedAt)}
      </span>
      <span role="gridcell" class="number">
        {endedAt === null ? '' : duration(endedAt - startedAt)}
      </span>
      <span role="gridcell" class={`number ${redriveCount === 0 ? 'dim' : ''}`}>
        {count(redriveCount)}
      </span>
    </div>
  );
}

/** The first titles of a child. Each is isolated: a name from right to left does not reorder the others. */
function Titles({ child }: { readonly child: ChildRow }) {
  const titles = child.outcome?.titles ?? [];
  if (titles.length === 0) return <>{titlesText(child)}</>;
  return (
    <>
      {titles.slice(0, NAMED).map((title, index) => (
        <span key={title.id}>
          {index > 0 && ', '}
          <bdi>{titleText(title)}</bdi>
          <span class="dim">{leftText(title)}</span>
        </span>
      ))}
      {moreText(titles)}
    </>
  );
}
