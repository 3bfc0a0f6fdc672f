import { duration } from '../format.ts';
import type { Scale } from './timeline-scale.ts';

/** A hatched stretch of the timeline with its label. */
export interface IdleLabel {
  /** Left edge and width in pixels. */
  readonly x: number;
  readonly wide: number;
  /** Empty if there is no room for it. */
  readonly text: string;
}

const LEAST = 3;
/** Width of a letter of a label in pixels. */
const LETTER = 6;

/** Returns the stretches of a timeline in which nothing was at work, or whose time is compressed. */
export function idleLabels({ idle, gaps, at }: Scale, width: number): readonly IdleLabel[] {
  // A compressed stretch around a gap also has the moments before the failure and after the redrive.
  const others = idle.filter((each) => !gaps.some(({ from, to }) => from >= each.from && to <= each.to));
  const marks = [
    ...gaps.map((gap) => ({ ...gap, after: `, then redrive ${gap.redrive}` })),
    ...others.map((each) => ({ ...each, after: ' idle' })),
  ].sort((a, b) => a.from - b.from);
  return marks.map(({ from, to, after }, index) => {
    const x = at(from) * width;
    const next = marks[index + 1];
    const room = (next === undefined ? width + BESIDE : at(next.from) * width) - x;
    const length = duration(to - from);
    const text = [`${length}${after}`, length, ''].find((each) => each.length * LETTER <= room) ?? '';
    return { x, wide: Math.max(LEAST, (at(to) - at(from)) * width), text };
  });
}

/** Room for a label beside the last bar, in pixels. */
const BESIDE = 60;
