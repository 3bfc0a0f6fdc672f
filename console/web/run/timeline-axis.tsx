import { useMemo } from 'preact/hooks';
import { duration } from '../format.ts';
import { type Scale, ticksOf } from './timeline-scale.ts';

interface TimelineAxisProps {
  readonly scale: Scale;
  /** Width of the whole time range in pixels. */
  readonly width: number;
  /** Height of the bars below in pixels. */
  readonly height: number;
}

const HEIGHT = 22;
const BETWEEN = 96;
const NAME = 36;

/** The time axis: labels above the bars, grid lines behind them, and compressed stretches hatched. */
export function TimelineAxis({ scale, width, height }: TimelineAxisProps) {
  const ticks = useMemo(() => ticksOf(scale, Math.max(2, Math.floor(width / BETWEEN))), [scale, width]);
  // A label must not cover a hatched stretch.
  const isCovered = (x: number) =>
    scale.idle.some(({ from, to }) => x + NAME > scale.at(from) * width && x < scale.at(to) * width - 1);
  return (
    <svg class="timeline-axis" width={width} height={HEIGHT + height} aria-hidden="true">
      <defs>
        <pattern id="idle" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2" height="6" class="hatch" />
        </pattern>
      </defs>
      {scale.idle.map(({ from, to }) => (
        <rect
          key={from}
          x={scale.at(from) * width}
          y={0}
          width={Math.max(3, (scale.at(to) - scale.at(from)) * width)}
          height={HEIGHT + height}
          fill="url(#idle)"
        />
      ))}
      {ticks.map(({ after, at }) => (
        <g key={after}>
          <line x1={at * width} x2={at * width} y1={HEIGHT - 5} y2={HEIGHT + height} class="grid" />
          {!isCovered(at * width) && (
            <text x={at * width + 4} y={14} class="took">
              {after === 0 ? '0' : shorter(after)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

/** Formats a round duration: `2 s` instead of `2.0 s`. */
function shorter(milliseconds: number): string {
  return duration(milliseconds).replace('.0 s', ' s').replace(' 00 s', '').replace(' 00 min', '');
}
