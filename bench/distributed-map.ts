import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { NO_OP, runOnDisk } from './bench-engine.ts';
import { formatBytes, median, type Measurement } from './measure.ts';

const FEW_TITLES = 2500;
const MANY_TITLES = 25_000;
const TITLES_A_BATCH = 10;
const REPETITIONS = 3;
const MAX_EXTRA_COST = 0.15;
const CHILDREN = MANY_TITLES / TITLES_A_BATCH;
const MAX_GROWTH_BYTES = 16 * 1024 * 1024;

/** Compares the time per title of a short and a long Distributed Map over batches of titles. */
export async function measureCostByTitle(): Promise<Measurement> {
  const few: number[] = [];
  const many: number[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
    few.push((await runOnDisk(fanOut(FEW_TITLES))) / FEW_TITLES);
    many.push((await runOnDisk(fanOut(MANY_TITLES))) / MANY_TITLES);
  }
  const [short, long] = [median(few), median(many)];
  const extra = long / short - 1;
  const micros = (seconds: number): string => `${Math.round(seconds * 1e6)} µs`;
  return {
    what: `time per title: ${FEW_TITLES}, ${MANY_TITLES} titles`,
    value: `${micros(short)}, ${micros(long)} (${extra >= 0 ? '+' : ''}${(extra * 100).toFixed(0)}%)`,
    target: `at most +${MAX_EXTRA_COST * 100}%`,
    isMet: extra <= MAX_EXTRA_COST,
  };
}

/** Measures the memory in use after a tenth of the children and after all, to find what each child leaves behind. */
export async function measureMemory(): Promise<Measurement> {
  const collectGarbage = exposeGarbageCollection();
  const samples: number[] = [];
  let ended = 0;
  await runOnDisk(fanOut(MANY_TITLES), {
    onExecution({ child, status }) {
      if (child === undefined || status !== 'SUCCEEDED') return;
      ended += 1;
      if (ended % (CHILDREN / 10) !== 0) return;
      collectGarbage();
      samples.push(process.memoryUsage().heapUsed);
    },
  });
  const [first = Number.NaN] = samples;
  const last = samples.at(-1) ?? Number.NaN;
  return {
    what: `heap after ${CHILDREN / 10}, ${CHILDREN} children`,
    value: `${formatBytes(first)}, ${formatBytes(last)}`,
    target: `grows at most ${formatBytes(MAX_GROWTH_BYTES)}`,
    isMet: samples.length === 10 && last - first <= MAX_GROWTH_BYTES,
  };
}

function fanOut(titles: number): object {
  return {
    StartAt: 'Batches',
    States: {
      Batches: {
        Type: 'Map',
        Label: 'Batches',
        Items: `{% [1..${titles}] %}`,
        MaxConcurrency: 8,
        ItemBatcher: { MaxItemsPerBatch: TITLES_A_BATCH },
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Titles',
          States: {
            Titles: {
              Type: 'Map',
              Items: '{% $states.input.Items %}',
              ItemProcessor: {
                StartAt: 'Work',
                States: { Work: { Type: 'Task', Resource: NO_OP, End: true } },
              },
              Output: '{% $count($states.result) %}',
              End: true,
            },
          },
        },
        End: true,
      },
    },
  };
}

/** Returns `gc`. Node.js has it only with a flag, but a new context has it as soon as the flag is set. */
function exposeGarbageCollection(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}
