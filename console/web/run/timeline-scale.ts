import type { VisitRow } from '../../api.ts';

/** A stretch of time in which no work was done. */
export interface Idle {
  readonly from: number;
  readonly to: number;
}

/** Where moments lie on the timeline, 0 to 1, with idle stretches compressed. */
export interface Scale {
  readonly start: number;
  readonly end: number;
  readonly idle: readonly Idle[];
  readonly at: (moment: number) => number;
}

/** Idle stretches shorter than this share of the whole are left as they are. */
const MIN_SHARE = 0.08;
const MIN_MS = 1_000;
/** What is left of a compressed stretch, as a share of what is not idle. */
const LEFT = 0.03;

/** Works out the scale for the visits of a run. @param now until when what is open is drawn, epoch milliseconds */
export function scaleOf(visits: readonly VisitRow[], now: number): Scale {
  const start = Math.min(...visits.map(({ enteredAt }) => enteredAt).slice(0, 1), now);
  const end = visits.reduce(
    (latest, { exitedAt, enteredAt }) => Math.max(latest, exitedAt ?? now, enteredAt),
    start + 1,
  );
  const busy = busyIn(visits, end);
  const least = Math.max(MIN_MS, (end - start) * MIN_SHARE);
  const idle: Idle[] = [];
  let reached = start;
  for (const [from, to] of [...busy, [end, end] as const]) {
    if (from - reached > least) idle.push({ from: reached, to: from });
    reached = Math.max(reached, to);
  }
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
  return { start, end, idle, at };
}

/** When anything was at work, in the order of time: attempts, and states that hand out none and do not wait. */
function busyIn(visits: readonly VisitRow[], end: number): (readonly [from: number, to: number])[] {
  const busy: (readonly [number, number])[] = [];
  for (const { attempts, type, enteredAt, exitedAt, mapRun } of visits) {
    if (attempts.length > 0) for (const each of attempts) busy.push([each.scheduledAt, each.endedAt ?? end]);
    // What goes on in a Map Run is not told here, so that it counts as work.
    else if (mapRun !== null || (type !== 'Wait' && type !== 'Map' && type !== 'Parallel')) {
      busy.push([enteredAt, exitedAt ?? end]);
    }
  }
  return busy.sort((a, b) => a[0] - b[0]);
}
