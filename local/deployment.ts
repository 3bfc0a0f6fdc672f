import { join } from 'node:path';
import { DEFAULT_FEED, isFeed } from '../events/feeds.ts';
import { createHandler as createCheckWatchmode } from '../tasks/check-watchmode/handler.ts';
import { createHandler as createFetchTitleDetails } from '../tasks/fetch-title-details/handler.ts';
import { createHandler as createJudgeFailedRun } from '../tasks/judge-failed-run/handler.ts';
import { createHandler as createListNewTitles } from '../tasks/list-new-titles/handler.ts';
import { createHandler as createPublishTitles } from '../tasks/publish-titles/handler.ts';
import { composeOnFirstCall } from '../tasks/shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../tasks/shared/ports.ts';
import { createProgressTable } from '../tasks/shared/progress/dynamodb-progress.ts';
import type { ProgressTable } from '../tasks/shared/progress/progress-table.ts';
import { FeedParameterCorrupt, takeOverFeed, type TakenOver } from '../tasks/shared/progress/take-over.ts';
import { TITLES_PER_BATCH } from '../workflow/limits.ts';
import { LOCAL_PROGRESS_TABLES, watermarkPathOf } from '../workflow/names.ts';
import { batchesFor } from '../workflow/pace.ts';
import { PATIENCE_AT_A_KEYBOARD, PATIENCE_OF_A_SCHEDULE } from '../workflow/patience.ts';
import { renderRedriver } from '../workflow/redrive-failed-run.ts';
import { REDRIVE_WAIT_SECONDS } from '../workflow/redrive-policy.ts';
import { renderDefinition } from '../workflow/substitutions.ts';
import { functionArns, STATE_TASK_NAMES, TASKS, type StateTaskName } from '../workflow/tasks.ts';
import type { Connections } from './stepfunctions/adapters/connections.ts';
import { JsonFile, JsonFileCorrupted } from './stepfunctions/adapters/json-file.ts';
import type { HostedFunctions } from './stepfunctions/adapters/lambda/hosted-function.ts';
import type { StoredParameter } from './stepfunctions/adapters/parameter-store.ts';
import { createDynamodbClient, type DynamodbEndpoint } from './dynamodb/dynamodb-client.ts';
import { ensureTable } from './dynamodb/ensure-table.ts';
import { isObject } from './stepfunctions/interpreter/json.ts';
import type { Clock } from './stepfunctions/interpreter/ports.ts';
import type { RuntimeOptions } from './composition/options.ts';
import { ACCOUNT } from './stepfunctions/runtime/step-functions.ts';

/** The project's deployment on this machine: functions, definitions and the progress table, as `infra` has them on AWS. */

/** The partition of every ARN here. */
const PARTITION = 'aws';

/** The composition of each task. */
const CREATE_HANDLER: Readonly<
  Record<StateTaskName, (env: Environment, overrides: Overrides) => TaskHandler<unknown>>
> = {
  'list-new-titles': createListNewTitles,
  'fetch-title-details': createFetchTitleDetails,
  'check-watchmode': createCheckWatchmode,
  'publish-titles': createPublishTitles,
  'judge-failed-run': createJudgeFailedRun,
};

/**
 * The number of invocations of a function that run at once here; more of them wait. It is enough to keep this process
 * and the local Kinesis busy, and few enough that the answers to their requests come in time.
 */
const AT_ONCE = 10;
/** The same of the function that a state machine invokes for each title. */
const FETCHES_AT_ONCE = 100;

/** The number of batches of ten titles that run at once against the stand-in. */
const BATCHES_OF_STAND_IN = 10;
/** The requests a minute that Watchmode allows, where no setting says it. Watchmode's answers tell the pace itself. */
const REQUESTS_PER_MINUTE = 120;
/** The wait before the first redrive of a run, in seconds: with the stand-in somebody is watching. */
const REDRIVE_WAIT = { 'stand-in': 15, live: REDRIVE_WAIT_SECONDS } as const;

/** The addresses of the services that the tasks use besides Watchmode. */
export interface TaskEnvironments {
  readonly stream: Readonly<Record<string, string>>;
  readonly dynamodb: Readonly<Record<string, string>>;
  /** The address of Step Functions. Asked when a task is first invoked: the API starts after the tasks are hosted. */
  readonly stepFunctions: () => string;
}

/** The handlers that Lambda runs, each with an environment of its own. */
export function hostTasks(
  options: RuntimeOptions,
  { baseUrl, apiKey }: { readonly baseUrl: string; readonly apiKey: string },
  environments: TaskEnvironments,
  overrides: { readonly writeLine: (line: string) => void; readonly fetch: Connections['fetch'] },
): HostedFunctions {
  // The same for all: a task reads only the variables of its configuration.
  const environment = () => ({
    ...environments.stream,
    ...environments.dynamodb,
    ...rateOf(options),
    AWS_ENDPOINT_URL_SFN: environments.stepFunctions(),
    AWS_REGION: ACCOUNT.region,
    FEED: DEFAULT_FEED,
    FETCH_CONCURRENCY: String(batchesAtOnce(options) * TITLES_PER_BATCH),
    LOG_LEVEL: 'warn',
    PROGRESS_TABLE: progressTableOf(options),
    REDRIVE_WAIT_SECONDS: String(redriveWaitOf(options)),
    STAGE: 'local',
    WATCHMODE_API_KEY: apiKey,
    WATCHMODE_BASE_URL: baseUrl,
  });
  return Object.fromEntries(
    STATE_TASK_NAMES.map((name) => [
      name,
      {
        handler: composeOnFirstCall(() => CREATE_HANDLER[name](environment(), overrides)),
        timeoutMs: 1_000 * TASKS[name].timeoutSeconds,
        atOnce: name === 'fetch-title-details' ? FETCHES_AT_ONCE : AT_ONCE,
        memoryLimitInMB: 256,
      },
    ]),
  );
}

/** The definition as it is deployed here. */
export function localDefinition(options: RuntimeOptions): string {
  const { watchmode } = options;
  const isLive = watchmode.kind === 'live';
  return renderDefinition(
    {
      Partition: PARTITION,
      ProgressTable: progressTableOf(options),
      ...functionArns('title-ingestion', functionArn),
      BatchesAtOnce: String(batchesAtOnce(options)),
    },
    isLive ? PATIENCE_OF_A_SCHEDULE : PATIENCE_AT_A_KEYBOARD,
  );
}

/** The rate for as long as Watchmode's own answers do not say it. */
function rateOf({ watchmode }: RuntimeOptions): { WATCHMODE_REQUESTS_PER_MINUTE?: string } {
  if (watchmode.kind === 'stand-in' || watchmode.requestsPerMinute === undefined) return {};
  return { WATCHMODE_REQUESTS_PER_MINUTE: String(watchmode.requestsPerMinute) };
}

function batchesAtOnce({ watchmode }: RuntimeOptions): number {
  if (watchmode.kind === 'stand-in') return BATCHES_OF_STAND_IN;
  return batchesFor(watchmode.requestsPerMinute ?? REQUESTS_PER_MINUTE);
}

/** The progress with Watchmode itself has nothing to do with that of the stand-in. */
export function progressTableOf({ watchmode }: RuntimeOptions): string {
  return LOCAL_PROGRESS_TABLES[watchmode.kind];
}

function functionArn(name: StateTaskName): string {
  return `arn:${PARTITION}:lambda:${ACCOUNT.region}:${ACCOUNT.accountId}:function:${name}`;
}

function redriveWaitOf({ heal, watchmode }: RuntimeOptions): number {
  return heal?.waitSeconds ?? REDRIVE_WAIT[watchmode.kind];
}

/** The definition of the state machine that redrives failed executions, as it is deployed here. */
export function localRedriver(): string {
  return renderRedriver({ Partition: PARTITION, ...functionArns('redrive-failed-run', functionArn) });
}

/**
 * Makes sure that the progress table is there, and takes over the progress that an earlier release has kept in the
 * Parameter Store of this folder. Tells of it.
 *
 * @throws JsonFileCorrupted when that progress cannot be read
 */
export async function openProgress(
  options: RuntimeOptions,
  { endpoint, clock }: { readonly endpoint: DynamodbEndpoint; readonly clock: Clock },
): Promise<void> {
  const tableName = progressTableOf(options);
  const client = createDynamodbClient(endpoint);
  try {
    await ensureTable({ client, tableName, clock });
    await takeOverParameters(options, createProgressTable(client, tableName));
  } finally {
    client.destroy();
  }
}

/**
 * Takes over the parameters of an earlier release, and moves each to another name: a table that is lost later must not
 * begin with them again.
 */
async function takeOverParameters(options: RuntimeOptions, progress: ProgressTable): Promise<void> {
  const file = new JsonFile<Readonly<Record<string, unknown>>>(join(options.dataFolder, 'parameters.json'));
  const path = `${watermarkPathOf(options.watchmode.kind)}/`;
  const kept: Record<string, unknown> = {};
  let isChanged = false;
  for (const [key, parameter] of Object.entries((await file.read()) ?? {})) {
    const { name, value: text } = checkParameter(parameter, file.path);
    const feed = name.slice(path.length);
    if (!name.startsWith(path) || !isFeed(feed)) {
      kept[key] = parameter;
      continue;
    }
    const taken = await takeOverFeed({ feed, text }, progress).catch((error: unknown) => {
      throw error instanceof FeedParameterCorrupt ? new JsonFileCorrupted(file.path, error) : error;
    });
    if (taken !== null) options.warn(describeTakenOver(name, taken));
    const movedTo = `${path}taken-over/${feed}`;
    kept[movedTo] = { ...(parameter as object), name: movedTo };
    isChanged = true;
  }
  if (isChanged) await file.write(kept);
}

/** @throws JsonFileCorrupted when a file of an earlier release holds something else than parameters */
function checkParameter(parameter: unknown, path: string): Pick<StoredParameter, 'name' | 'value'> {
  const { name, value } = isObject(parameter) ? parameter : {};
  if (typeof name === 'string' && typeof value === 'string') return { name, value };
  throw new JsonFileCorrupted(path, new TypeError('it holds something else than parameters'));
}

function describeTakenOver(parameter: string, { watermark, deferred }: TakenOver): string {
  const waiting = `${deferred} ${deferred === 1 ? 'title' : 'titles'} that ${deferred === 1 ? 'waits' : 'wait'}`;
  return `took over the parameter ${parameter}: the watermark ${watermark ?? '(none)'}, and ${waiting}`;
}
