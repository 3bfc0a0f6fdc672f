import { DEFAULT_FEED } from '../events/feeds.ts';
import { createHandler as createCheckWatchmode } from '../tasks/check-watchmode/handler.ts';
import { createHandler as createFetchTitleDetails } from '../tasks/fetch-title-details/handler.ts';
import { createHandler as createJudgeFailedRun } from '../tasks/judge-failed-run/handler.ts';
import { createHandler as createListNewTitles } from '../tasks/list-new-titles/handler.ts';
import { createHandler as createPublishTitles } from '../tasks/publish-titles/handler.ts';
import { composeOnFirstCall } from '../tasks/shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../tasks/shared/ports.ts';
import { TITLES_PER_BATCH } from '../workflow/limits.ts';
import { LOCAL_PROGRESS_TABLES, PLAIN_NAMES } from '../workflow/names.ts';
import { batchesFor } from '../workflow/pace.ts';
import { INTERACTIVE_RETRY_POLICY, SCHEDULED_RETRY_POLICY } from '../workflow/retry-policy.ts';
import { renderRedriver } from '../workflow/redrive-failed-run.ts';
import { REDRIVE_WAIT_SECONDS } from '../workflow/redrive-policy.ts';
import { renderDefinition } from '../workflow/substitutions.ts';
import { type StateMachineArn, statesArn } from '../workflow/arns.ts';
import { functionArns, STATE_TASK_NAMES, TASKS, type StateTaskName } from '../workflow/tasks.ts';
import { ACCOUNT } from './account.ts';
import type { Connections } from './composition/connections.ts';
import type { RuntimeOptions } from './composition/options.ts';
import type { FailureRule, HostedFunction, HostedFunctions, StepFunctions } from './stepfunctions/index.ts';

/** The local counterpart of `infra`: the functions, the state machines and the redrive rule. */

const PARTITION = 'aws';

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
 * The maximum concurrency of a function; further invocations wait. It keeps this process and the local Kinesis busy
 * without letting requests time out.
 */
const AT_ONCE = 10;
/** The maximum concurrency of `fetch-title-details`, which is invoked once for each title. */
const FETCHES_AT_ONCE = 100;

/** The number of batches of ten titles in progress at once against the stand-in. */
const BATCHES_OF_STAND_IN = 10;
/** The default number of requests per minute. Watchmode's responses report the actual limit. */
const REQUESTS_PER_MINUTE = 120;
/** Seconds before the first redrive of a run. With the stand-in, a person is usually watching. */
const REDRIVE_WAIT = { 'stand-in': 15, live: REDRIVE_WAIT_SECONDS } as const;

/** Environment variables with the endpoints of the AWS services that the tasks use. */
export interface TaskEnvironments {
  /** Resolves when the stream is active, which publish-titles waits for. */
  readonly stream: () => Promise<Readonly<Record<string, string>>>;
  readonly dynamodb: Readonly<Record<string, string>>;
  /** Returns the endpoint of Step Functions. Called on the first invocation: the API starts after the tasks. */
  readonly stepFunctions: () => string;
}

/** Returns the functions that the local Lambda hosts. */
export function hostTasks(
  options: RuntimeOptions,
  { baseUrl, apiKey }: { readonly baseUrl: string; readonly apiKey: string },
  environments: TaskEnvironments,
  overrides: { readonly writeLine: (line: string) => void; readonly fetch: Connections['fetch'] },
): HostedFunctions {
  // Shared by all tasks: each reads only the variables that it needs.
  let stream: Readonly<Record<string, string>> = {};
  const environment = () => ({
    AWS_REGION: ACCOUNT.region,
    ...environments.dynamodb,
    // After DynamoDB, which accepts the region and credentials of the user's Kinesis.
    ...stream,
    ...rateOf(options),
    AWS_ENDPOINT_URL_SFN: environments.stepFunctions(),
    FEED: DEFAULT_FEED,
    FETCH_CONCURRENCY: String(batchesAtOnce(options) * TITLES_PER_BATCH),
    LOG_LEVEL: 'warn',
    PROGRESS_TABLE: progressTableOf(options),
    REDRIVE_WAIT_SECONDS: String(redriveWaitOf(options)),
    STAGE: 'local',
    WATCHMODE_API_KEY: apiKey,
    WATCHMODE_BASE_URL: baseUrl,
  });
  const hosted = (name: StateTaskName): HostedFunction => {
    const handler = composeOnFirstCall(() => CREATE_HANDLER[name](environment(), overrides));
    return {
      handler: async (event, context) => {
        if (name === 'publish-titles') stream = await environments.stream();
        return handler(event, context);
      },
      timeoutMs: 1_000 * TASKS[name].timeoutSeconds,
      atOnce: name === 'fetch-title-details' ? FETCHES_AT_ONCE : AT_ONCE,
      memoryLimitInMB: 256,
    };
  };
  return Object.fromEntries(STATE_TASK_NAMES.map((name) => [name, hosted(name)]));
}

/** Renders the definition of the title ingestion state machine. */
function localDefinition(options: RuntimeOptions): string {
  const { watchmode } = options;
  const isLive = watchmode.kind === 'live';
  return renderDefinition(
    {
      Partition: PARTITION,
      ProgressTable: progressTableOf(options),
      ...functionArns('title-ingestion', functionArn),
      BatchesAtOnce: String(batchesAtOnce(options)),
    },
    isLive ? SCHEDULED_RETRY_POLICY : INTERACTIVE_RETRY_POLICY,
  );
}

/** Returns the configured rate, which applies until a response of Watchmode reports the actual limit. */
function rateOf({ watchmode }: RuntimeOptions): { WATCHMODE_REQUESTS_PER_MINUTE?: string } {
  if (watchmode.kind === 'stand-in' || watchmode.requestsPerMinute === undefined) return {};
  return { WATCHMODE_REQUESTS_PER_MINUTE: String(watchmode.requestsPerMinute) };
}

function batchesAtOnce({ watchmode }: RuntimeOptions): number {
  if (watchmode.kind === 'stand-in') return BATCHES_OF_STAND_IN;
  return batchesFor(watchmode.requestsPerMinute ?? REQUESTS_PER_MINUTE);
}

/** Returns the name of the progress table. Watchmode and the stand-in have separate tables. */
export function progressTableOf({ watchmode }: RuntimeOptions): string {
  return LOCAL_PROGRESS_TABLES[watchmode.kind];
}

function functionArn(name: StateTaskName): string {
  return `arn:${PARTITION}:lambda:${ACCOUNT.region}:${ACCOUNT.accountId}:function:${name}`;
}

function redriveWaitOf({ heal, watchmode }: RuntimeOptions): number {
  return heal?.waitSeconds ?? REDRIVE_WAIT[watchmode.kind];
}

/** Renders the definition of the state machine that redrives failed executions. */
function localRedriver(): string {
  return renderRedriver({ Partition: PARTITION, ...functionArns('redrive-failed-run', functionArn) });
}

/** The ARNs of the deployed state machines. */
export interface Deployed {
  readonly stateMachineArn: StateMachineArn;
  /** The state machine that redrives failed executions of `stateMachineArn`. */
  readonly redriverArn: string;
}

/** Creates the state machines, or updates their definitions if they exist, and opens the redrive rule. */
export async function deploy(
  { engine, stateMachines }: Pick<StepFunctions, 'engine' | 'stateMachines'>,
  rule: FailureRule,
  options: RuntimeOptions,
): Promise<Deployed> {
  const put = (name: string, definition: string) =>
    stateMachines.put({
      name,
      definition,
      roleArn: `arn:${PARTITION}:iam::${ACCOUNT.accountId}:role/${name}`,
    });
  const { stateMachineArn } = await put(PLAIN_NAMES.stateMachine, localDefinition(options));
  // Created even if the rule is off, as on AWS: it can be started by hand.
  const target = await put(PLAIN_NAMES.redriver, localRedriver());
  if (options.heal !== undefined) {
    // A run that failed against Watchmode must not resume against the stand-in, nor the reverse.
    const resumes = (definition: string) => definition.includes(`"${progressTableOf(options)}"`);
    await rule.open({ engine, sourceArn: stateMachineArn, target, resumes });
  }
  return { stateMachineArn: statesArn(stateMachineArn, 'stateMachine'), redriverArn: target.stateMachineArn };
}
