import type { StreamEventView } from '../../api/index.ts';
import type { Handler } from '../http/handler.ts';
import { sendLive } from '../http/live.ts';
import { needed, RequestProblem, wholeNumber } from '../http/request.ts';
import { runsOfEvent } from './event-runs.ts';
import type { SeenOfStream } from './stream-index.ts';
import { searchTitles } from './title-search.ts';
import { tellStory } from './title-story.ts';

const STREAM_LOOK_MS = 500;

/** GET /api/titles: titles by id or by a part of their name. */
export const titles: Handler = ({ context, query }) => searchTitles(context, query.get('q') ?? '');

/** GET /api/title: the history of one title. */
export const title: Handler = ({ context, query }) => tellStory(context, wholeNumber(query, 'id'));

/** GET /api/live/stream: the events on the stream, then new ones. */
export const liveStream: Handler = (request) => {
  const { stream } = request.context;
  if (stream === null) throw new RequestProblem(404, 'this console has no stream');
  let seen: SeenOfStream | undefined;
  return sendLive(request, STREAM_LOOK_MS, () => {
    const news = stream.since(seen);
    seen = news?.seen ?? seen;
    return Promise.resolve(news?.update);
  });
};

/** GET /api/stream-event: all copies of one event in full. */
export const streamEvent: Handler = async ({ context, query }) => {
  const found = context.stream?.byId(needed(query, 'id')) ?? [];
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
