import type { StreamEventView, TitleHit } from '../api.ts';
import { sendLive } from './live.ts';
import { RequestProblem } from './problem.ts';
import { reasonFor } from './reason.ts';
import { type Handler, needed, wholeNumber } from './router.ts';
import { newestRuns, rowOfModel } from './run-list.ts';
import { tellStory } from './title-story.ts';
import { listingOf } from './title-index.ts';
import type { World } from './world.ts';

const STREAM_LOOK_MS = 500;
const MAX_HITS = 100;
const RUNS_SEARCHED = 10;

/** GET /api/titles: titles by id or by a part of their name. */
export const titles: Handler = async ({ world, query }) => {
  const wanted = (query.get('q') ?? '').trim();
  const hits: TitleHit[] = (world.stream?.search(wanted) ?? []).map(({ titleId, title, year, kind }) => ({
    id: titleId,
    title,
    year,
    kind,
  }));
  // The stream may not know an id that was listed and never fetched.
  const id = Number(wanted);
  if (/^\d+$/.test(wanted) && !hits.some((hit) => hit.id === id) && (await isListed(world, id))) {
    hits.unshift({ id, title: null, year: null, kind: null });
  }
  return { hits: hits.slice(0, MAX_HITS), more: hits.length > MAX_HITS };
};

async function isListed(world: World, titleId: number): Promise<boolean> {
  for (const run of await newestRuns(world, RUNS_SEARCHED)) {
    if (listingOf(await world.models.get(world.arns.run(run)), titleId) !== undefined) return true;
  }
  return false;
}

/** GET /api/title: the story of one title. */
export const title: Handler = ({ world, query }) => tellStory(world, wholeNumber(query, 'id'));

/** GET /api/live/stream: what the stream holds, then what comes. */
export const liveStream: Handler = async ({ world, response }) => {
  const { stream } = world;
  if (stream === null) throw new RequestProblem(404, 'this console has no stream');
  let seen = 0;
  await sendLive(
    response,
    world.io,
    STREAM_LOOK_MS,
    () => {
      const news = stream.since(seen);
      seen = news?.seen ?? seen;
      return Promise.resolve(news?.update);
    },
    (error) => reasonFor(world, error),
  );
  return undefined;
};

/** GET /api/stream-event: one event in full, as often as it was published. */
export const streamEvent: Handler = async ({ world, query }) => {
  const id = needed(query, 'id');
  const found = world.stream?.byId(id) ?? [];
  if (found.length === 0) {
    throw new RequestProblem(404, 'the stream holds no such event, or has not been read that far yet');
  }
  const run = await runAt(world, found[0]?.row.at ?? 0);
  return found.map(({ row, event }): StreamEventView => ({
    ...row,
    copies: found.length,
    event: JSON.stringify(event),
    run,
  }));
};

/** The run that was at work at a moment. */
async function runAt(world: World, at: number): Promise<string | null> {
  for (const id of await newestRuns(world, 100)) {
    const row = rowOfModel(await world.models.get(world.arns.run(id)));
    if (row.startedAt <= at && at <= (row.endedAt ?? Infinity)) return row.id;
  }
  return null;
}
