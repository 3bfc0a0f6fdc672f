import { useSignal } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { ChildRow } from '../../api/index.ts';
import { go, hrefOf, param, withParams } from '../address.ts';
import { count as formatCount, counted } from '../format.ts';
import { useWidth } from '../use-width.ts';
import { cellAfter, cellAt, cellPaths, placeCells } from './cells.ts';
import { toneOf } from '../parts/status.tsx';
import { labelOf, lookOf } from './child-look.ts';
import { CellTip } from './cell-tip.tsx';

interface CellGridProps {
  readonly children: readonly ChildRow[];
  /** The number of child executions that are not started yet. */
  readonly pending: number;
}

/**
 * Child executions as cells in the colour of their status, in the order of their start, and the pending ones after them.
 * One link lies over the cell under the pointer or at the keyboard, so that each cell opens as any link does.
 */
export function CellGrid({ children, pending }: CellGridProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 900, [children.length + pending === 0]);
  /** The cell under the pointer. */
  const pointed = useSignal<number | null>(null);
  const hasFocus = useSignal(false);
  const cells = children.length + pending;
  const places = placeCells(cells, Math.max(200, width.value));
  const paths = useMemo(() => {
    const tones = children.map((each) => toneOf(lookOf(each).status));
    return cellPaths([...tones, ...Array.from({ length: pending }, () => 'pending')], places);
  }, [children, pending, places.columns, places.size]);
  // The keyboard is at the child in the address, which is also selected in the list.
  const chosen = param('child');
  const reached = children.findIndex(({ id }) => id === chosen);
  const at = Math.min(pointed.value ?? Math.max(0, reached), cells - 1);
  const isShown = pointed.value !== null || hasFocus.value;
  const child = children[at];
  const [x, y] = [(at % places.columns) * places.step, Math.floor(at / places.columns) * places.step];
  const point = (event: PointerEvent) => {
    const area = box.current?.getBoundingClientRect();
    if (area === undefined) return;
    pointed.value = cellAt(event.clientX - area.left, event.clientY - area.top, cells, places) ?? null;
  };
  const move = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = cellAfter(at, event.key, children.length, places);
    if (next === undefined) return;
    event.preventDefault();
    pointed.value = null;
    go(withParams({ child: children[next]?.id ?? null }), { replace: true });
  };
  if (cells === 0) return null;
  return (
    <div
      class="cells"
      ref={box}
      role="group"
      aria-label="Child executions by status, the same as in the list below"
      onPointerMove={point}
      onPointerLeave={() => (pointed.value = null)}
    >
      <svg
        width={places.columns * places.step}
        height={places.rows * places.step}
        role="img"
        aria-label={`${counted(children.length, 'child execution')}${pending > 0 ? `, and ${formatCount(pending)} pending` : ''}`}
        data-cells={cells}
      >
        {paths.map(({ tone, cells: count, path }) => (
          <path key={tone} class={`cell ${tone}`} data-cells={count} d={path} />
        ))}
      </svg>
      {child !== undefined && (
        <a
          id="cell-link"
          class={`cell-link ${isShown ? 'shown' : ''}`}
          href={hrefOf('runs', child.id)}
          aria-label={labelOf(child)}
          aria-describedby={isShown ? 'cell-tip' : undefined}
          style={{ left: `${x}px`, top: `${y}px`, width: `${places.size}px`, height: `${places.size}px` }}
          onKeyDown={move}
          onFocus={() => (hasFocus.value = true)}
          onBlur={() => (hasFocus.value = false)}
        />
      )}
      {isShown && (
        <CellTip
          child={child}
          left={x}
          top={y + places.step + 4}
          isRight={x > width.value / 2}
          room={width.value}
        />
      )}
    </div>
  );
}
