import { DescribeMapRunCommand } from '@aws-sdk/client-sfn';
import { EXECUTION_STATUSES } from '../../../operate/aws/execution-statuses.ts';
import { readAttemptLogs } from '../../../operate/run/attempt-log.ts';
import { startOfDays, sumByDay } from '../../../operate/run/days.ts';
import type { DaysView, RunInput, RunMessage } from '../../api/index.ts';
import type { ConsoleContext } from '../context.ts';
import type { ApiRequest, Handler } from '../http/handler.ts';
import { ifChanged, sendLive } from '../http/live.ts';
import { needed, RequestProblem, wholeNumber } from '../http/request.ts';
import { idOf } from '../ids.ts';
import { compareRuns } from './compare.ts';
import { exportRun } from './export-run.ts';
import { InnerStatesFollower } from './inner-states.ts';
import { MapRunFollower } from './map-run-follower.ts';
import type { RunFilter } from './run-lists.ts';
import type { RunModel, Seen } from './run-model.ts';
import { workOf } from './run-work.ts';
import { visitDetail } from './visit-detail.ts';

const MAX_RUNS = 1_000;
const LISTED = 30;
/** The number of days that are summed up, and of runs that are read for them on AWS: three requests each, once. */
const DAYS = 30;
const DAY_RUNS_ON_AWS = 200;

/** GET /api/live/runs: the newest runs, again after each change. */
export const liveRuns: Handler = (request) => {
  const { context } = request;
  const filter = filterIn(request);
  return sendLive(
    request,
    context.ages.list,
    ifChanged(() => context.runs.list(filter)),
  );
};

/** GET /api/days: the sums of the runs of the last days. */
export const days: Handler = async ({ context }): Promise<DaysView> => {
  const now = context.io.now();
  const limit = context.sfn.target.isLocal ? MAX_RUNS : DAY_RUNS_ON_AWS;
  const since = startOfDays(now, DAYS);
  const any = { status: undefined, feed: undefined, name: undefined };
  const { runs, more } = await context.runs.list({ ...any, since, limit });
  const sums = sumByDay(runs, now, DAYS);
  if (!more) return { days: sums, most: null };
  // The runs of the oldest day were not all read.
  const cut = new Date(runs.at(-1)?.startedAt ?? now).toISOString().slice(0, 10);
  return { days: sums.filter(({ day }) => day > cut), most: limit };
};

/** GET /api/live/run: a run with the first page of its history, then the other pages, then its changes. */
export const liveRun: Handler = (request) => {
  const { context, query } = request;
  const arn = context.arns.run(needed(query, 'id'));
  let seen: Seen | undefined;
  let told = 'null';
  let isBehind = false;
  const follower = new InnerStatesFollower(context.models);
  return sendLive(
    request,
    context.ages.run,
    async () => {
      const model = await context.models.begun(arn);
      const isFirst = seen === undefined;
      const news = await model.update(seen, isFirst ? null : workOf(context.models, model));
      seen = news?.seen ?? seen;
      isBehind = news !== undefined && news.seen.lastEvent < model.events.length;
      // The run is sent first, without waiting for its children.
      const inner = isFirst ? null : follower.of(model);
      const text = JSON.stringify(inner);
      if (text === told) return news?.update;
      told = text;
      return { ...news?.update, inner } satisfies RunMessage;
    },
    () => isBehind,
  );
};

/** GET /api/live/map-run: a Map Run with its children, then their changes. */
export const liveMapRun: Handler = (request) => {
  const { context, query } = request;
  const follower = new MapRunFollower(context, context.arns.mapRun(needed(query, 'id')));
  return sendLive(
    request,
    context.ages.children,
    () => follower.look(),
    () => follower.isBehind,
  );
};

/** GET /api/compare: two runs side by side. */
export const compare: Handler = async (request) =>
  compareRuns(request.context, await modelOf(request, 'a'), await modelOf(request, 'b'));

/** GET /api/input: the input of a run. */
export const input: Handler = async (request): Promise<RunInput> => {
  const { description } = await modelOf(request);
  return { input: description.input ?? '{}' };
};

/** GET /api/visit: the details of one visit of a state. */
export const visit: Handler = async (request) => {
  const { context, query } = request;
  const model = await modelOf(request);
  const found = model.visit(wholeNumber(query, 'visit'));
  if (found === undefined) throw new RequestProblem(404, 'the run has no such visit of a state');
  const { logFileOf } = context.options;
  // The log of an imported run is on the machine that ran it.
  if (logFileOf === null || model.source.imported) return visitDetail(model, found, new Map());
  const path = logFileOf(await topLevelOf(context, model));
  return visitDetail(model, found, await readAttemptLogs(path, model.arn));
};

/** Returns the ARN of the parent of a child execution; of any other execution, its own. */
async function topLevelOf(
  { sfn }: ConsoleContext,
  { arn, description: { mapRunArn } }: RunModel,
): Promise<string> {
  if (mapRunArn === undefined) return arn;
  const { executionArn = arn } = await sfn.client.send(new DescribeMapRunCommand({ mapRunArn }));
  return executionArn;
}

/** GET /api/event: one history event in full. */
export const event: Handler = async (request) => {
  const model = await modelOf(request);
  const wanted = wholeNumber(request.query, 'event');
  const found = model.events.find(({ id }) => id === wanted);
  if (found === undefined) throw new RequestProblem(404, `the run has no event ${wanted}`);
  return found;
};

/** GET /api/failure: the chain of causes of a failed run; null for any other run. */
export const failure: Handler = async (request) => request.context.failures.of(await modelOf(request));

/** GET /api/export: a run as one file. */
export const exportFile: Handler = async (request) => {
  const model = await modelOf(request);
  const name = idOf(model.arn).replace(/[^\w.-]+/g, '_');
  request.response.setHeader('content-disposition', `attachment; filename="${name}.run.json"`);
  return exportRun(request.context.models, model);
};

function modelOf({ context, query }: ApiRequest, name = 'id'): Promise<RunModel> {
  return context.models.get(context.arns.run(needed(query, name)));
}

function filterIn({ query }: ApiRequest): RunFilter {
  const status = query.get('status') ?? '';
  const feed = query.get('feed') ?? '';
  return {
    status: EXECUTION_STATUSES.find((known) => known === status),
    feed: feed === '' ? undefined : feed,
    name: query.get('name') ?? undefined,
    since: wholeNumber(query, 'since', 0),
    limit: Math.min(wholeNumber(query, 'limit', LISTED), MAX_RUNS),
  };
}
