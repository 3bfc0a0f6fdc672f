import { useRef } from 'preact/hooks';
import type { RunRow } from '../../api/index.ts';
import { count, counted, duration, moment } from '../format.ts';
import { hrefOf } from '../address.ts';
import { signOf, toneOf, wordFor } from '../parts/status.tsx';
import { useWidth } from '../use-width.ts';
import { axisLabel, durationTicks, shortTime } from './axis.ts';

const SHOWN = 30;
const WIDTH = 20;
const HEIGHT = 56;
const LEAST = 3;
/** The height of the signs, the lines of the titles and the times below the bars. */
const BELOW = 38;
/** The width of the labels of the axis. */
const AXIS = 52;
const TOP = 8;

/** A bar chart of the newest runs: the height is the duration, the sign the status, the line the number of titles. */
export function RunStrip({ runs }: { readonly runs: readonly RunRow[] }) {
  const box = useRef<HTMLElement>(null);
  const width = useWidth(box, AXIS + SHOWN * WIDTH);
  const room = Math.max(1, Math.min(SHOWN, Math.floor((width.value - AXIS) / WIDTH)));
  const shown = runs.slice(0, room).toReversed();
  const lasted = ({ startedAt, endedAt }: RunRow) => Math.max(0, (endedAt ?? Date.now()) - startedAt);
  const longest = Math.max(1, ...shown.map(lasted));
  // The square root keeps short runs visible beside one that waited for hours.
  const heightOf = (milliseconds: number) =>
    LEAST + (HEIGHT - LEAST) * Math.sqrt(Math.min(1, milliseconds / longest));
  const titlesOf = ({ numbers, progress }: RunRow) => numbers?.discovered ?? progress?.total ?? 0;
  const most = Math.max(1, ...shown.map(titlesOf));
  const floor = TOP + HEIGHT;
  const [oldest, newest] = [shown[0], shown.at(-1)];
  const end = AXIS + shown.length * WIDTH;
  return (
    <figure class="strip" ref={box}>
      <svg
        width={Math.max(end, AXIS + 8 * WIDTH)}
        height={floor + BELOW}
        role="group"
        aria-label={`The last ${counted(shown.length, 'run')}`}
      >
        {shown.length > 0 &&
          durationTicks(longest).map((tick) => (
            <g key={tick} aria-hidden="true">
              <line x1={AXIS} x2={end} y1={floor - heightOf(tick)} y2={floor - heightOf(tick)} class="grid" />
              <text x={AXIS - 6} y={floor - heightOf(tick) + 4} class="label left">
                {axisLabel(tick)}
              </text>
            </g>
          ))}
        {shown.length > 0 && <line x1={AXIS} x2={end} y1={floor} y2={floor} class="floor" />}
        {shown.map((run, index) => {
          const height = heightOf(lasted(run));
          const x = AXIS + index * WIDTH;
          const label = `${run.name}: ${wordFor(run.status)}, ${duration(lasted(run))}, ${counted(titlesOf(run), 'title')}, ${moment(run.startedAt)}`;
          return (
            <a key={run.id} href={hrefOf('runs', run.id)} aria-label={label}>
              <title>{label}</title>
              <rect x={x} y={0} width={WIDTH} height={floor + BELOW} class="hit" />
              <rect
                x={x + 3}
                y={floor - height}
                width={WIDTH - 6}
                height={height}
                rx={2}
                class={`bar ${toneOf(run.status)}`}
              />
              <text x={x + WIDTH / 2} y={floor + 12} class={`sign ${toneOf(run.status)}`} aria-hidden="true">
                {signOf(run.status)}
              </text>
              <rect
                x={x + 3}
                y={floor + 17}
                width={((WIDTH - 6) * titlesOf(run)) / most}
                height={3}
                class="titles"
              />
            </a>
          );
        })}
        {oldest !== undefined && shown.length > 4 && (
          <text x={AXIS} y={floor + 34} class="label" aria-hidden="true">
            {shortTime(oldest.startedAt)}
          </text>
        )}
        {newest !== undefined && (
          <text
            x={shown.length > 3 ? end : AXIS}
            y={floor + 34}
            class={`label ${shown.length > 3 ? 'left' : ''}`}
            aria-hidden="true"
          >
            {shortTime(newest.startedAt)}
          </text>
        )}
      </svg>
      <figcaption>
        {shown.length === 0
          ? '\u00a0'
          : `${shown.length === 1 ? 'The last run' : `The last ${shown.length} runs, the newest at the right`}. Height: duration, by its square root. Line: titles${most > 1 ? `, at most ${count(most)}` : ''}.`}
      </figcaption>
    </figure>
  );
}
