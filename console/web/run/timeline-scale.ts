import type { AttemptView, StretchView, VisitRow } from '../../api/index.ts';

/** A stretch of time without work. */
export interface Idle {
  readonly from: number;
  readonly to: number;
}

/** The time between a failure and the redrive with this number. */
export interface Gap extends Idle {
  readonly redrive: number;
}

/** Maps times to positions on the timeline, 0 to 1, with idle stretches compressed. */
export interface Scale {
  readonly start: number;
  readonly end: number;
  /** The compressed stretches. */
  readonly idle: readonly Idle[];
  /** The times between a failure and its redrive, compressed or not. */
  readonly gaps: readonly Gap[];
  readonly at: (moment: number) => number;
}

/** The minimum share of the whole from which an idle stretch is compressed. */
const MIN_SHARE = 0.08;
const MIN_MS = 1_000;
/** The width of a compressed stretch, as a share of the time that is not idle. */
const LEFT = 0.03;

/** The settings of {@link scaleOf}. */
export interface ScaleOptions {
  /** The end of open visits, epoch milliseconds. */
  readonly now: number;
  /** The times at work of the run. @default one without an end */
  readonly stretches?: readonly StretchView[];
  /** False shows all times to scale. @default true */
  readonly compress?: boolean;
}

/** Creates the scale for the visits of a run. */
export function scaleOf(
  visits: readonly VisitRow[],
  { now, stretches = [], compress = true }: ScaleOptions,
): Scale {
  const start = Math.min(...visits.map(({ enteredAt }) => enteredAt).slice(0, 1), now);
  const end = visits.reduce(
    (latest, { exitedAt, enteredAt }) => Math.max(latest, exitedAt ?? now, enteredAt),
    start + 1,
  );
  const gaps = gapsIn(stretches).filter(({ from, to }) => from < end && to > start);
  const idle = compress ? idleIn(busyIn(visits, { end, stretches, gaps }), start, end) : [];
  const lost = idle.reduce((sum, { from, to }) => sum + to - from, 0);
  const kept = Math.max(1, end - start - lost);
  const gap = kept * LEFT;
  const whole = kept + gap * idle.length;
  const at = (moment: number) => {
    let passed = moment - start;
    for (const { from, to } of idle) {
      if (moment >= to) passed -= to - from - gap;
      else if (moment > from) passed -= ((moment - from) / (to - from)) * (to - from - gap);
    }
    return passed / whole;
  };
  return { start, end, idle, gaps, at };
}

/** Returns the times between a failure and its redrive. */
function gapsIn(stretches: readonly StretchView[]): readonly Gap[] {
  return stretches.slice(1).flatMap(({ from }, index) => {
    const ended = stretches[index]?.to ?? null;
    return ended === null || ended >= from ? [] : [{ from: ended, to: from, redrive: index + 1 }];
  });
}

function idleIn(busy: readonly Span[], start: number, end: number): readonly Idle[] {
  const least = Math.max(MIN_MS, (end - start) * MIN_SHARE);
  const idle: Idle[] = [];
  let reached = start;
  for (const [from, to] of [...busy, [end, end] as const]) {
    if (from - reached > least) idle.push({ from: reached, to: from });
    reached = Math.max(reached, to);
  }
  return idle;
}

/** A time from and to. */
type Span = readonly [from: number, to: number];

/** Returns the parts of a time outside of the cuts. */
export function solidParts(from: number, to: number, cuts: readonly Idle[]): Span[] {
  let parts: Span[] = [[from, to]];
  for (const cut of cuts)
    parts = parts.flatMap(([a, b]): Span[] =>
      cut.to <= a || cut.from >= b
        ? [[a, b]]
        : [...(cut.from > a ? [[a, cut.from] as const] : []), ...(cut.to < b ? [[cut.to, b] as const] : [])],
    );
  return parts;
}

/** Returns the end of an attempt. One that a failure elsewhere aborted ends with the work of the run. */
export function endOfAttempt(
  { endedAt, redrive }: AttemptView,
  stretches: readonly StretchView[],
  now: number,
): number {
  return endedAt ?? stretches[redrive]?.to ?? now;
}

/** A labelled time on the axis. */
export interface Tick {
  /** Milliseconds since the start. */
  readonly after: number;
  /** Position, 0 to 1. */
  readonly at: number;
}

/** The possible distances between ticks in milliseconds. */
const STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 3e4, 6e4, 12e4, 3e5, 6e5, 12e5, 18e5, 36e5,
  72e5, 216e5, 432e5, 864e5,
];

/** Returns about so many ticks at round times, none of them in an idle stretch. */
export function ticksOf({ start, end, idle, at }: Scale, about: number): readonly Tick[] {
  const kept = end - start - idle.reduce((sum, { from, to }) => sum + to - from, 0);
  const step = STEPS.find((each) => kept / each <= about) ?? Math.max(864e5, kept / about);
  const ticks: Tick[] = [];
  let from = start;
  for (const { from: to, to: next } of [...idle, { from: end, to: end }]) {
    for (let after = Math.ceil((from - start) / step) * step; after <= to - start; after += step) {
      const last = ticks.at(-1);
      const x = at(start + after);
      // Ticks on both sides of a compressed stretch may meet.
      if (last === undefined || x - last.at > 0.5 / about) ticks.push({ after, at: x });
    }
    from = next;
  }
  return ticks;
}

interface Work {
  readonly end: number;
  readonly stretches: readonly StretchView[];
  readonly gaps: readonly Idle[];
}

/** Returns the times of work in order: those of attempts, and of states without attempts that do not wait. */
function busyIn(visits: readonly VisitRow[], { end, stretches, gaps }: Work): Span[] {
  const busy: Span[] = [];
  for (const { attempts, type, enteredAt, exitedAt, mapRun } of visits) {
    if (attempts.length > 0)
      for (const each of attempts) busy.push([each.scheduledAt, endOfAttempt(each, stretches, end)]);
    // The history does not contain the work of a Map Run, so all of its time counts as work.
    else if (mapRun !== null || (type !== 'Wait' && type !== 'Map' && type !== 'Parallel')) {
      busy.push(...solidParts(enteredAt, exitedAt ?? end, gaps));
    }
  }
  return busy.sort((a, b) => a[0] - b[0]);
}
