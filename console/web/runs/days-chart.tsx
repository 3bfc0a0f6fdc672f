import { useRef } from 'preact/hooks';
import type { DaysView, DayView } from '../../api/index.ts';
import { count, counted, duration } from '../format.ts';
import { param, withParams } from '../address.ts';
import { now, session } from '../session.ts';
import { useAnswer } from '../use-answer.ts';
import { useWidth } from '../use-width.ts';
import { captionOf } from './days-caption.ts';

/** The interval between requests in milliseconds. */
const REFRESH_MS = { local: 5_000, aws: 60_000 };

const HEIGHT = 56;
const TOP = 8;
const BELOW = 38;
const AXIS = 68;
const WIDTH = 20;
/** The number of columns in a wide window. */
const MOST = 30;

/** A figure of a day that the columns show. */
interface Measure {
  readonly words: string;
  readonly of: (day: DayView) => number;
  readonly text: (value: number) => string;
}

const MEASURES: ReadonlyMap<string, Measure> = new Map([
  ['runs', { words: 'Runs', of: ({ runs }: DayView) => runs, text: count }],
  ['titles', { words: 'Titles', of: ({ titles }: DayView) => titles, text: count }],
  ['credits', { words: 'Credits', of: ({ credits }: DayView) => credits, text: count }],
  ['duration', { words: 'Duration', of: ({ lasted }: DayView) => lasted, text: duration }],
  ['failures', { words: 'Failures', of: ({ failed }: DayView) => failed, text: count }],
]);

/** A column for each of the last days, with one of its figures as the height, and all of them as a table. */
export function DaysChart() {
  const box = useRef<HTMLElement>(null);
  // A narrow window shows the newest days.
  const width = useWidth(box, AXIS + MOST * WIDTH);
  const room = Math.max(1, Math.min(MOST, Math.floor((width.value - AXIS) / WIDTH)));
  const mark = Math.floor(now.value / REFRESH_MS[session.value?.environment.kind ?? 'aws']);
  const { value, problem } = useAnswer<DaysView>('/api/days', mark).value;
  const chosen = param('by') ?? 'runs';
  const measure = MEASURES.get(chosen);
  if (measure === undefined) return <p class="error">The days have no figure called {chosen}.</p>;
  if (problem !== null) return <p class="error">{problem}</p>;
  const days = value?.days ?? [];
  return (
    <figure class="strip days" ref={box}>
      <div class="filters" role="group" aria-label="Figure of the columns">
        {[...MEASURES].map(([name, { words }]) => (
          <a
            key={name}
            class="button"
            href={withParams({ by: name === 'runs' ? null : name })}
            aria-current={name === chosen ? 'true' : undefined}
          >
            {words}
          </a>
        ))}
      </div>
      {(value === null || days.length > 0) && <Columns days={days.slice(-room)} measure={measure} />}
      <figcaption>{value === null ? 'Reading the runs …' : captionOf(value, measure.words, room)}</figcaption>
      {days.length > 0 && (
        <details>
          <summary>Figures of {counted(days.length, 'day')}</summary>
          <DaysTable days={days} />
        </details>
      )}
    </figure>
  );
}

function Columns({ days, measure }: { readonly days: readonly DayView[]; readonly measure: Measure }) {
  const most = Math.max(0, ...days.map(measure.of));
  const floor = TOP + HEIGHT;
  const end = AXIS + days.length * WIDTH;
  return (
    <svg
      width={Math.max(end, AXIS + WIDTH)}
      height={floor + BELOW}
      role="img"
      aria-label={`${measure.words} of the last ${counted(days.length, 'day')}, at most ${measure.text(most)} a day`}
    >
      <line x1={AXIS} x2={end} y1={floor} y2={floor} class="floor" />
      {most > 0 && (
        <>
          <line x1={AXIS} x2={end} y1={TOP} y2={TOP} class="grid" />
          <text x={AXIS - 6} y={TOP + 4} class="label left">
            {measure.text(most)}
          </text>
        </>
      )}
      {days.map((day, index) => {
        const height = most === 0 ? 0 : (HEIGHT * measure.of(day)) / most;
        const failed = measure.of === MEASURES.get('runs')?.of ? (HEIGHT * day.failed) / most : 0;
        const x = AXIS + index * WIDTH;
        const isFailure = measure.of === MEASURES.get('failures')?.of;
        return (
          <g key={day.day} class="day">
            <title>{textOf(day)}</title>
            <rect x={x} y={0} width={WIDTH} height={floor + BELOW} class="hit" />
            <rect
              x={x + 3}
              y={floor - height}
              width={WIDTH - 6}
              height={height}
              class={`bar ${isFailure ? 'bad' : 'busy'}`}
            />
            {failed > 0 && (
              <rect x={x + 3} y={floor - failed} width={WIDTH - 6} height={failed} class="bar bad" />
            )}
            {day.failed > 0 && (
              <text x={x + WIDTH / 2} y={floor + 12} class="sign bad">
                ✕
              </text>
            )}
            {(days.length - 1 - index) % 7 === 0 && index > 0 && (
              <text x={x + WIDTH - 3} y={floor + 34} class="label left">
                {day.day.slice(5)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}

function textOf({ day, runs, failed, titles, deferred, credits, lasted }: DayView): string {
  return [
    `${day}: ${counted(runs, 'run')}, ${count(failed)} failed`,
    `${counted(titles, 'title')} published, ${count(deferred)} deferred`,
    counted(credits, 'credit'),
    `${duration(lasted)} in total`,
  ].join('\n');
}

function DaysTable({ days }: { readonly days: readonly DayView[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Figures of the days">
      <table class="rows day-figures">
        <thead>
          <tr>
            <th>Day (UTC)</th>
            <th class="number">Runs</th>
            <th class="number">Failed</th>
            <th class="number">Published</th>
            <th class="number">Deferred</th>
            <th class="number">Credits</th>
            <th class="number">Duration</th>
          </tr>
        </thead>
        <tbody>
          {days
            .filter(({ runs }) => runs > 0)
            .toReversed()
            .map(({ day, runs, failed, titles, deferred, credits, lasted }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td class="number">{count(runs)}</td>
                <td class={`number ${failed > 0 ? 'bad' : 'dim'}`}>{count(failed)}</td>
                <td class="number">{count(titles)}</td>
                <td class={`number ${deferred > 0 ? 'warn' : 'dim'}`}>{count(deferred)}</td>
                <td class="number">{count(credits)}</td>
                <td class="number">{duration(lasted)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
