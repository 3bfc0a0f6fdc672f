import type { RunRow } from '../../api/index.ts';
import { counted, duration, moment } from '../format.ts';
import { hrefOf } from '../address.ts';
import { toneOf, wordFor } from './status.tsx';

const SHOWN = 30;
const WIDTH = 20;
const HEIGHT = 48;
const LEAST = 3;

/** A bar chart of the newest runs: the height is the duration, the line below is the number of titles. */
export function RunStrip({ runs }: { readonly runs: readonly RunRow[] }) {
  const shown = runs.slice(0, SHOWN).toReversed();
  const lasted = ({ startedAt, endedAt }: RunRow) => Math.max(0, (endedAt ?? Date.now()) - startedAt);
  // The square root keeps short runs visible beside one that waited for hours.
  const heightOf = (run: RunRow, of: number) =>
    LEAST + (HEIGHT - LEAST) * Math.sqrt(lasted(run) / Math.max(1, of));
  const longest = Math.max(...shown.map(lasted));
  const titlesOf = ({ numbers, progress }: RunRow) => numbers?.discovered ?? progress?.total ?? 0;
  const most = Math.max(1, ...shown.map(titlesOf));
  return (
    <figure class="strip">
      <svg
        width={shown.length * WIDTH}
        height={HEIGHT + 12}
        role="group"
        aria-label={`The last ${shown.length} runs`}
      >
        {shown.map((run, index) => {
          const height = heightOf(run, longest);
          const x = index * WIDTH;
          const label = `${run.name}: ${wordFor(run.status)}, ${duration(lasted(run))}, ${counted(titlesOf(run), 'title')}, ${moment(run.startedAt)}`;
          return (
            <a key={run.id} href={hrefOf('runs', run.id)} aria-label={label}>
              <title>{label}</title>
              <rect x={x} y={0} width={WIDTH} height={HEIGHT + 12} class="hit" />
              <rect
                x={x + 3}
                y={HEIGHT - height}
                width={WIDTH - 6}
                height={height}
                rx={2}
                class={`bar ${toneOf(run.status)}`}
              />
              <rect
                x={x + 3}
                y={HEIGHT + 4}
                width={((WIDTH - 6) * titlesOf(run)) / most}
                height={3}
                class="titles"
              />
            </a>
          );
        })}
      </svg>
      <figcaption>
        {shown.length === 0
          ? '\u00a0'
          : `${shown.length === 1 ? 'The last run' : `The last ${shown.length} runs, the newest at the right`}. Height: duration. Line below: titles.`}
      </figcaption>
    </figure>
  );
}
