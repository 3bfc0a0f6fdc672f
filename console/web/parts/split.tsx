import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';

interface SplitProps {
  readonly left: ComponentChildren;
  readonly right: ComponentChildren;
}

const KEY = 'split';
const STEP = 3;
const [LEAST, STANDARD, MOST] = [20, 46, 80];

/** Two panes with a border that the pointer and the arrow keys move. Its position is stored. */
export function Split({ left, right }: SplitProps) {
  const share = useSignal(remembered());
  const box = useRef<HTMLDivElement>(null);
  const set = (value: number) => {
    share.value = Math.round(Math.min(MOST, Math.max(LEAST, value)));
    localStorage.setItem(KEY, String(share.value));
  };
  const drag = (event: PointerEvent) => {
    const handle = event.currentTarget as HTMLElement;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = ({ clientX }) => {
      const area = box.current?.getBoundingClientRect();
      if (area !== undefined) set(((clientX - area.left) / area.width) * 100);
    };
    handle.onpointerup = () => (handle.onpointermove = null);
  };
  return (
    <div class="split" ref={box}>
      <div class="split-left" style={{ flexBasis: `${share.value}%` }}>
        {left}
      </div>
      <div
        class="split-handle"
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label="Width of the graph"
        aria-valuenow={share.value}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        onPointerDown={drag}
        onKeyDown={({ key }) => {
          if (key === 'ArrowLeft') set(share.value - STEP);
          if (key === 'ArrowRight') set(share.value + STEP);
        }}
      />
      <div class="split-right">{right}</div>
    </div>
  );
}

function remembered(): number {
  const value = Number(localStorage.getItem(KEY) ?? STANDARD);
  return value >= LEAST && value <= MOST ? value : STANDARD;
}
