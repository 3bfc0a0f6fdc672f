import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface VirtualListProps {
  readonly count: number;
  /** Height of each row in pixels. */
  readonly rowHeight: number;
  /** Maximum height of the list in pixels. */
  readonly height: number;
  readonly label: string;
  /** The header row. */
  readonly head?: ComponentChildren;
  /** The class of the header row, which lays out its columns. */
  readonly columns?: string;
  /** Renders a row. */
  readonly row: (index: number) => ComponentChildren;
  /** The selected row; -1 for none. A newly selected row is scrolled into view. */
  readonly selected?: number;
  /** Called when a row is clicked or selected with the arrow keys. */
  readonly onSelect?: (index: number) => void;
  /** Called for the selected row when Enter is pressed. */
  readonly onOpen?: (index: number) => void;
  /** `grid` for rows with links in cells, which are `gridcell`; options of a list box have no links. @default listbox */
  readonly kind?: 'listbox' | 'grid';
}

/** The roles of a list and its rows. */
const ROLES = { listbox: ['listbox', 'option'], grid: ['grid', 'row'] } as const;

/** The number of rows that are drawn above and below the visible ones. */
const BEYOND = 8;
/** The number of rows to scroll before the list is drawn again. */
const DRAWN_AT_ONCE = 4;
const JUMP = 10;

/** A list that draws only its visible rows. */
export function VirtualList({
  count,
  rowHeight,
  height,
  label,
  head,
  columns = '',
  row,
  selected = -1,
  onSelect,
  onOpen,
  kind = 'listbox',
}: VirtualListProps) {
  const [role, rowRole] = ROLES[kind];
  const scrolled = useSignal(0);
  const box = useRef<HTMLDivElement>(null);
  const tall = Math.min(height, Math.max(rowHeight, count * rowHeight) + 2);
  useEffect(() => {
    if (selected >= 0 && box.current !== null) showRow(box.current, selected * rowHeight, rowHeight);
  }, [selected, rowHeight]);
  const first = Math.max(0, scrolled.value - BEYOND);
  const last = Math.min(count, scrolled.value + Math.ceil(tall / rowHeight) + DRAWN_AT_ONCE + BEYOND);
  const indexes = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  const move = (event: KeyboardEvent) => {
    // Enter on a link of a row opens the link.
    if (event.key === 'Enter' && event.target === event.currentTarget && selected >= 0) onOpen?.(selected);
    const step = STEPS[event.key];
    if (step === undefined || onSelect === undefined || count === 0) return;
    event.preventDefault();
    onSelect(
      Math.max(0, Math.min(count - 1, step === 'first' ? 0 : step === 'last' ? count - 1 : selected + step)),
    );
  };
  const scrolls = count * rowHeight > height ? 'scrolls' : '';
  const list = (
    <div
      ref={box}
      class={`virtual ${scrolls}`}
      style={{ height: `${tall}px` }}
      tabIndex={0}
      role={role}
      aria-label={label}
      aria-rowcount={kind === 'grid' ? count : undefined}
      aria-activedescendant={selected >= first && selected < last ? `${label}-${selected}` : undefined}
      onScroll={({ currentTarget: { scrollTop } }) => {
        scrolled.value = Math.floor(scrollTop / rowHeight / DRAWN_AT_ONCE) * DRAWN_AT_ONCE;
      }}
      onKeyDown={move}
    >
      <div class="virtual-space" style={{ height: `${count * rowHeight}px` }} role="presentation">
        {indexes.map((index) => (
          <div
            key={index}
            id={`${label}-${index}`}
            class={`virtual-row ${index === selected ? 'selected' : ''}`}
            style={{ top: `${index * rowHeight}px`, height: `${rowHeight}px` }}
            role={rowRole}
            aria-selected={index === selected}
            {...(kind === 'grid'
              ? { 'aria-rowindex': index + 1 }
              : { 'aria-posinset': index + 1, 'aria-setsize': count })}
            onClick={() => onSelect?.(index)}
          >
            {row(index)}
          </div>
        ))}
      </div>
    </div>
  );
  if (head === undefined) return list;
  return (
    <div>
      <div class={`list-head ${columns} ${scrolls}`} aria-hidden="true">
        {head}
      </div>
      {list}
    </div>
  );
}

const STEPS: Readonly<Record<string, number | 'first' | 'last'>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: JUMP,
  PageUp: -JUMP,
  Home: 'first',
  End: 'last',
};

function showRow(box: HTMLElement, top: number, height: number): void {
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
}
