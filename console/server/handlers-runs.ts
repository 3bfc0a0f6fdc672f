import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { RunMessage } from '../api/index.ts';
import { InnerStatesFollower } from './inner-states.ts';
import { sendLive } from './live.ts';
import { reasonFor } from './reason.ts';
import { type ApiRequest, type Handler, needed, wholeNumber } from './router.ts';
import { listRuns, type RunFilter } from './run-list.ts';
import type { Seen } from './run-model.ts';

const STATUSES: readonly string[] = [
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'PENDING_REDRIVE',
] satisfies ExecutionStatus[];

const MAX_RUNS = 1_000;
const LISTED = 30;

/** GET /api/live/runs: the newest runs, again whenever one changes. */
export const liveRuns: Handler = async (request) => {
  const { context, response } = request;
  const filter = filterIn(request);
  let told = '';
  await sendLive(
    response,
    context.io,
    context.ages.list,
    async () => {
      const list = await listRuns(context, filter);
      const text = JSON.stringify(list);
      if (text === told) return undefined;
      told = text;
      return list;
    },
    (error) => reasonFor(context, error),
  );
  return undefined;
};

/** GET /api/live/run: a run with the first page of its history, then the other pages, then what changes of it. */
export const liveRun: Handler = async ({ context, response, query }) => {
  const arn = context.arns.run(needed(query, 'id'));
  let seen: Seen | undefined;
  let told = 'null';
  let isBehind = false;
  const follower = new InnerStatesFollower(context);
  await sendLive(
    response,
    context.io,
    context.ages.run,
    async () => {
      const model = await context.models.begun(arn);
      const news = await model.update(seen);
      const isFirst = seen === undefined;
      isBehind = news?.update.reading === true && !model.reading;
      seen = news?.seen ?? seen;
      // The run itself is shown first: children are looked into behind it.
      const inner = isFirst ? null : follower.of(model);
      const text = JSON.stringify(inner);
      if (text === told) return news?.update;
      told = text;
      return { ...news?.update, inner } satisfies RunMessage;
    },
    (error) => reasonFor(context, error),
    () => isBehind,
  );
  return undefined;
};

function filterIn({ query }: ApiRequest): RunFilter {
  const status = query.get('status') ?? '';
  const feed = query.get('feed') ?? '';
  return {
    status: STATUSES.includes(status) ? (status as ExecutionStatus) : undefined,
    feed: feed === '' ? undefined : feed,
    since: wholeNumber(query, 'since', 0),
    limit: Math.min(wholeNumber(query, 'limit', LISTED), MAX_RUNS),
  };
}
