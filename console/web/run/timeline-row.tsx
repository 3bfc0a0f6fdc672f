import type { StretchView, VisitRow } from '../../api/index.ts';
import { counted, duration } from '../format.ts';
import { toneOf } from '../parts/status.tsx';
import { endOfAttempt, type Gap, type Scale, solidParts } from './timeline-scale.ts';

/** Height of a row in pixels. */
export const ROW = 22;
const BAR = 10;
/** Width of the last duration. */
export const BESIDE_BARS = 64;
const TOP = (ROW - BAR) / 2;

interface TimelineRowProps {
  readonly visit: VisitRow;
  readonly scale: Scale;
  readonly stretches: readonly StretchView[];
  readonly width: number;
  /** The end of open visits, epoch milliseconds. */
  readonly end: number;
}

/** The bar of a visit. It is solid where it is to scale, and cut where time is compressed or nothing was at work. */
export function TimelineRow({ visit, scale, stretches, width, end }: TimelineRowProps) {
  const { name, title, iteration, parent, enteredAt, status, attempts } = visit;
  const exitedAt = visit.exitedAt ?? end;
  const x = (moment: number) => scale.at(moment) * (width - BESIDE_BARS);
  // A bar is solid only where it is to scale, so that solid lengths can be compared.
  const cuts = [...scale.idle, ...scale.gaps];
  const worked = solidParts(enteredAt, exitedAt, scale.gaps);
  const solid = solidParts(enteredAt, exitedAt, cuts);
  const isCut = solid[0]?.[0] !== enteredAt || solid[0][1] !== exitedAt;
  const took = duration(worked.reduce((sum, [from, to]) => sum + to - from, 0));
  return (
    <div class="timeline-row" title={describe(visit, exitedAt, took)}>
      <span class={`timeline-name ${parent === null ? '' : 'inner'}`}>
        {title !== null ? (
          <>
            <bdi>{title}</bdi>{' '}
          </>
        ) : (
          iteration !== null && <span class="dim">{iteration} </span>
        )}
        <span class={title === null ? '' : 'dim'}>{name}</span>
      </span>
      <svg width={width} height={ROW} aria-hidden="true">
        {/* Under the bars of a cut visit: what none of them covers is compressed, or nothing was at work. */}
        {isCut && <line x1={x(enteredAt)} x2={x(exitedAt)} y1={ROW / 2} y2={ROW / 2} class="cut" />}
        {solid.map(([from, to]) => (
          <Bar key={from} from={x(from)} to={x(to)} tone={classOf(visit, from, scale.gaps)} />
        ))}
        {attempts.map((attempt, index) => {
          const until = endOfAttempt(attempt, stretches, end);
          const next = attempts[index + 1];
          // A caught error does not fail the run.
          const tone = status === 'caught' ? 'warn' : toneOf(attempt.outcome);
          return (
            <g key={attempt.eventId}>
              {solidParts(attempt.scheduledAt, until, cuts).map(([from, to]) => (
                <Bar key={from} from={x(from)} to={x(to)} tone={tone} />
              ))}
              {next?.redrive === attempt.redrive && (
                <line x1={x(until)} x2={x(next.scheduledAt)} y1={ROW / 2} y2={ROW / 2} class="back-off" />
              )}
            </g>
          );
        })}
        <text x={Math.max(x(enteredAt) + 2, x(exitedAt)) + 6} y={ROW / 2 + 4} class="took">
          {took}
        </text>
      </svg>
    </div>
  );
}

interface BarProps {
  readonly from: number;
  readonly to: number;
  readonly tone: string;
}

function Bar({ from, to, tone }: BarProps) {
  return <rect x={from} y={TOP} width={Math.max(2, to - from)} height={BAR} rx={2} class={`span ${tone}`} />;
}

/** Returns the class of a part of a visit's bar: its own status in the last part, else how it ended before a redrive. */
function classOf({ status, attempts, type, exitedAt }: VisitRow, from: number, gaps: readonly Gap[]): string {
  const more = `${type === 'Wait' ? 'waiting' : ''} ${attempts.length > 0 ? 'around' : ''}`;
  const next = gaps.find((gap) => gap.from >= from);
  if (next === undefined || next.to > (exitedAt ?? Infinity)) return `${toneOf(status)} ${more}`;
  const last = attempts.findLast(({ redrive }) => redrive < next.redrive);
  // A Map and a Parallel have no attempts; the run failed in them.
  return `${toneOf(last?.outcome ?? 'failed')} ${more}`;
}

function describe(
  { name, title, status, enteredAt, retries }: VisitRow,
  exitedAt: number,
  took: string,
): string {
  const whole = duration(exitedAt - enteredAt);
  return [
    `${title === null ? '' : `${title}, `}${name}: ${status}`,
    whole === took ? took : `${took} at work in ${whole}`,
    ...(retries > 0 ? [counted(retries, 'retry', 'retries')] : []),
  ].join(', ');
}
