import { useMemo } from 'preact/hooks';
import { duration } from '../format.ts';
import { idleLabels } from './idle-labels.ts';
import { type Scale, ticksOf } from './timeline-scale.ts';

interface TimelineAxisProps {
  readonly scale: Scale;
  /** Width of the whole time range in pixels. */
  readonly width: number;
  /** Height of the bars below in pixels. */
  readonly height: number;
}

/** Height of the labels in pixels: a line of times, and one of idle stretches. */
export const AXIS_HEIGHT = 40;
const LINE = 22;
const BETWEEN = 96;

/** The time axis: labels above the bars, grid lines behind them, idle stretches hatched with their length. */
export function TimelineAxis({ scale, width, height }: TimelineAxisProps) {
  const ticks = useMemo(() => ticksOf(scale, Math.max(2, Math.floor(width / BETWEEN))), [scale, width]);
  const stretches = useMemo(() => idleLabels(scale, width), [scale, width]);
  return (
    <svg class="timeline-axis" width={width} height={AXIS_HEIGHT + height} aria-hidden="true">
      <defs>
        <pattern id="idle" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="6" class="hatch" />
        </pattern>
      </defs>
      {stretches.map(({ x, wide, text }) => (
        <g key={x}>
          <rect x={x} y={AXIS_HEIGHT} width={wide} height={height} fill="url(#idle)" />
          <text x={x} y={LINE + 12} class="took idle">
            {text}
          </text>
        </g>
      ))}
      {ticks.map(({ after, at }) => (
        <g key={after}>
          <line x1={at * width} x2={at * width} y1={LINE - 5} y2={AXIS_HEIGHT + height} class="grid" />
          <text x={at * width + 4} y={14} class="took">
            {after === 0 ? '0' : shorter(after)}
          </text>
        </g>
      ))}
    </svg>
  );
}

/** Formats a round duration: `2 s` instead of `2.0 s`. */
function shorter(milliseconds: number): string {
  return duration(milliseconds).replace('.0 s', ' s').replace(' 00 s', '').replace(' 00 min', '');
}
