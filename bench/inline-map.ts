import { NO_OP, runOnDisk } from './bench-engine.ts';
import type { Measurement } from './measure.ts';

const ITERATIONS = 10_000;
const MIN_PER_SECOND = 5000;

/** Measures the iterations per second of an inline Map of no-op tasks, with its history on disk. */
export async function measureInlineMap(): Promise<Measurement> {
  const seconds = await runOnDisk(inlineMap(ITERATIONS));
  const perSecond = ITERATIONS / seconds;
  return {
    what: `inline Map, ${ITERATIONS} no-op tasks`,
    value: `${Math.round(perSecond)} iterations/s`,
    target: `at least ${MIN_PER_SECOND}`,
    isMet: perSecond >= MIN_PER_SECOND,
  };
}

function inlineMap(iterations: number): object {
  return {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        Items: `{% [1..${iterations}] %}`,
        ItemProcessor: {
          StartAt: 'Work',
          States: { Work: { Type: 'Task', Resource: NO_OP, End: true } },
        },
        End: true,
      },
    },
  };
}
