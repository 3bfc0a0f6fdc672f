import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ChildRow } from '../../api/index.ts';
import { counted } from '../format.ts';
import { toneOf } from './status.tsx';

interface CellGridProps {
  readonly children: readonly ChildRow[];
  readonly onOpen: (child: ChildRow | undefined) => void;
}

const GAP = 2;
/** The sizes of the cells by the maximum number of child executions. */
const SIZES = [
  [200, 18],
  [800, 13],
  [Infinity, 9],
] as const;

/** Child executions as cells in the colour of their status, in the order of their start. */
export function CellGrid({ children, onOpen }: CellGridProps) {
  const width = useSignal(900);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current === null) return undefined;
    const observer = new ResizeObserver(
      ([entry]) => (width.value = Math.max(200, entry?.contentRect.width ?? 900)),
    );
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  const size = SIZES.find(([most]) => children.length <= most)?.[1] ?? 9;
  const step = size + GAP;
  const columns = Math.max(1, Math.floor(width.value / step));
  const rows = Math.ceil(children.length / columns);
  const childAt = (event: MouseEvent): ChildRow | undefined => {
    const cell = event.target instanceof Element ? event.target.getAttribute('data-cell') : null;
    return cell === null ? undefined : children[Number(cell)];
  };
  return (
    <div class="cells" ref={box}>
      <svg
        width={columns * step}
        height={rows * step}
        role="img"
        aria-label={`${counted(children.length, 'child execution')} by status, the same as in the list below`}
        onClick={(event) => onOpen(childAt(event))}
      >
        {children.map((child, index) => (
          <rect
            key={child.id}
            data-cell={index}
            x={(index % columns) * step}
            y={Math.floor(index / columns) * step}
            width={size}
            height={size}
            rx={2}
            class={`cell ${toneOf(child.retrying ? 'RETRYING' : child.status)}`}
          />
        ))}
      </svg>
    </div>
  );
}
