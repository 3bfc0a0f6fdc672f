import { executionsOf } from '../../../operate/aws/executions.ts';
import { conformsTo } from '../../../events/validate.ts';
import type { TitleHit, TitleHits } from '../../api/index.ts';
import type { RunModel } from '../runs/run-model.ts';
import { listingOf } from './title-index.ts';
import { readStreamIn, runsWithTitles } from './title-story.ts';
import type { ConsoleContext } from '../context.ts';

const MAX_HITS = 100;
/** The maximum number of children that are searched for names. Each takes two requests, once. */
const CHILDREN = { local: 200, aws: 10 };

/** Finds titles by id or by a part of their name, first on the stream, then in the newest runs. */
export async function searchTitles(context: ConsoleContext, text: string): Promise<TitleHits> {
  const wanted = text.trim();
  const hits = new Map<number, TitleHit>();
  const streamProblem = await readStreamIn(context);
  for (const { titleId: id, title, year, kind } of context.stream?.search(wanted) ?? [])
    hits.set(id, { id, title, year, kind });
  const isId = /^\d+$/.test(wanted) && Number.isSafeInteger(Number(wanted));
  const isFound = wanted === '' || (isId && hits.has(Number(wanted)));
  const looked = isFound ? { runs: 0, children: 0 } : await searchRuns(context, wanted, isId, hits);
  return {
    hits: [...hits.values()].slice(0, MAX_HITS),
    more: hits.size > MAX_HITS,
    ...looked,
    streamProblem,
  };
}

/** Adds hits from the newest runs until there are enough; returns the numbers of runs and children searched. */
async function searchRuns(
  context: ConsoleContext,
  wanted: string,
  isId: boolean,
  hits: Map<number, TitleHit>,
) {
  let [runs, children] = [0, 0];
  const most = context.sfn.target.isLocal ? CHILDREN.local : CHILDREN.aws;
  for (const arn of await runsWithTitles(context)) {
    const model = await context.models.get(arn);
    runs += 1;
    if (isId && listingOf(model, Number(wanted)) !== undefined) {
      hits.set(Number(wanted), { id: Number(wanted), title: null, year: null, kind: null });
      break;
    }
    for await (const child of childrenIn(context, model, most - children)) {
      children += 1;
      for (const hit of namedIn(child, wanted)) if (!hits.has(hit.id)) hits.set(hit.id, hit);
    }
    if (hits.size > MAX_HITS || (children >= most && !isId)) break;
  }
  return { runs, children };
}

async function* childrenIn(
  context: ConsoleContext,
  { mapRuns }: RunModel,
  most: number,
): AsyncGenerator<RunModel> {
  const mapRunArn = mapRuns.at(-1)?.mapRunArn;
  if (mapRunArn === undefined || most <= 0) return;
  let count = 0;
  for await (const { executionArn = '' } of executionsOf(context.sfn, { mapRunArn }, Math.min(most, 1_000))) {
    yield await context.models.get(executionArn);
    count += 1;
    if (count === most) return;
  }
}

function namedIn(child: RunModel, wanted: string): TitleHit[] {
  const words = wanted.toLowerCase();
  // A search for the JSON text costs less than parsing each output.
  const written = JSON.stringify(words).slice(1, -1);
  return child.visits.flatMap(({ iteration, output }) => {
    if (iteration === undefined || output?.toLowerCase().includes(written) !== true) return [];
    const value: unknown = JSON.parse(output);
    if (!conformsTo('TitleOutcome', value) || value.outcome !== 'fetched') return [];
    const { title, year, type } = value.record;
    return title.toLowerCase().includes(words) ? [{ id: value.titleId, title, year, kind: type }] : [];
  });
}
