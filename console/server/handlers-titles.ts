import type { StreamEventView } from '../api/index.ts';
import { sendLive } from './live.ts';
import { RequestProblem } from './problem.ts';
import { reasonFor } from './reason.ts';
import { type Handler, needed, wholeNumber } from './router.ts';
import { runsOfEvent } from './event-runs.ts';
import { tellStory } from './title-story.ts';
import type { SeenOfStream } from './stream-index.ts';
import { searchTitles } from './title-search.ts';

const STREAM_LOOK_MS = 500;

/** GET /api/titles: titles by id or by a part of their name. */
export const titles: Handler = ({ context, query }) => searchTitles(context, query.get('q') ?? '');

/** GET /api/title: the story of one title. */
export const title: Handler = ({ context, query }) => tellStory(context, wholeNumber(query, 'id'));

/** GET /api/live/stream: what the stream holds, then what comes. */
export const liveStream: Handler = async ({ context, response }) => {
  const { stream } = context;
  if (stream === null) throw new RequestProblem(404, 'this console has no stream');
  let seen: SeenOfStream | undefined;
  await sendLive(
    response,
    context.io,
    STREAM_LOOK_MS,
    () => {
      const news = stream.since(seen);
      seen = news?.seen ?? seen;
      return Promise.resolve(news?.update);
    },
    (error) => reasonFor(context, error),
  );
  return undefined;
};

/** GET /api/stream-event: one event in full, as often as it was published. */
export const streamEvent: Handler = async ({ context, query }) => {
  const id = needed(query, 'id');
  const found = context.stream?.byId(id) ?? [];
  if (found.length === 0) {
    throw new RequestProblem(404, 'the stream holds no such event, or has not been read that far yet');
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
