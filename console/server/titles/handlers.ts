import type { NamesView, StreamEventView } from '../../api/index.ts';
import type { Handler } from '../http/handler.ts';
import { sendLive } from '../http/live.ts';
import { needed, RequestProblem, wholeNumber } from '../http/request.ts';
import { runsOfEvent } from './event-runs.ts';
import type { SeenOfStream } from './stream-index.ts';
import { searchTitles } from './title-search.ts';
import { readStreamIn, tellStory } from './title-story.ts';

const STREAM_LOOK_MS = 500;
/** Readers of a shard share a rate. A read that must be repeated once or twice is no news. */
const STRUGGLE_MS = 1_500;

/** GET /api/titles: titles by id or by a part of their name. */
export const titles: Handler = ({ context, query }) => searchTitles(context, query.get('q') ?? '');

/** GET /api/title: the history of one title. */
export const title: Handler = ({ context, query }) => tellStory(context, wholeNumber(query, 'id'));

/** The maximum number of titles in a request for names. */
const MAX_NAMED = 1_000;

/** GET /api/names: the names of titles, as far as they are known. */
export const names: Handler = async ({ context, query }): Promise<NamesView> => {
  const ids = needed(query, 'ids').split(',').map(Number);
  if (ids.length > MAX_NAMED || !ids.every((id) => Number.isSafeInteger(id) && id > 0)) {
    throw new RequestProblem(400, `ids must be at most ${MAX_NAMED} IDs of titles, separated by commas`);
  }
  return { names: Object.fromEntries(await context.names.find(ids)) };
};

/** GET /api/live/stream: the events on the stream, then new ones. */
export const liveStream: Handler = (request) => {
  const { context } = request;
  const { stream } = context;
  if (stream === null) throw new RequestProblem(404, 'this console has no stream');
  let seen: SeenOfStream | undefined;
  let isTold = true;
  return sendLive(
    request,
    STREAM_LOOK_MS,
    () => {
      const news = stream.since(seen);
      seen = news?.seen ?? seen;
      const failure = stream.failure ?? context.struggles.of('Kinesis', STRUGGLE_MS);
      // What is known is sent first, then the reason why there is no more.
      isTold = news === undefined || failure === undefined;
      return news === undefined && failure !== undefined
        ? Promise.reject(failure)
        : Promise.resolve(news?.update);
    },
    () => !isTold,
    'Kinesis',
  );
};

/** GET /api/stream-event: all copies of one event in full. */
export const streamEvent: Handler = async ({ context, query }) => {
  const { stream } = context;
  const id = needed(query, 'id');
  // A known event is shown even if the stream cannot be read now.
  const problem = stream?.byId(id).length === 0 ? await readStreamIn(context) : null;
  const found = stream?.byId(id) ?? [];
  if (problem !== null) throw new RequestProblem(502, problem);
  if (found.length === 0) {
    throw new RequestProblem(404, 'no event that was read from the stream has this id');
  }
  return Promise.all(
    found.map(async ({ row, event }): Promise<StreamEventView> => ({
      ...row,
      copies: found.length,
      event: JSON.stringify(event),
      runs: await runsOfEvent(context, row),
    })),
  );
};
