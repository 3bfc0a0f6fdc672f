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
import type { FailureRule, HostedFunctions, StepFunctions } from './stepfunctions/index.ts';

/** The project's deployment on this machine: functions, state machines and the rule that redrives, as `infra` has them on AWS. */

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
function localRedriver(): string {
  return renderRedriver({ Partition: PARTITION, ...functionArns('redrive-failed-run', functionArn) });
}

/** The state machines that are deployed. */
export interface Deployed {
  readonly stateMachineArn: StateMachineArn;
  /** The state machine that redrives failed executions of the other one. */
  readonly redriverArn: string;
}

/** Creates the state machines, or gives those that are there today's definitions, and opens the rule that redrives. */
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
  // On AWS, too, it is there when the rule is off: somebody may start it by hand.
  const target = await put(PLAIN_NAMES.redriver, localRedriver());
  if (options.heal !== undefined) {
    // What failed against Watchmode itself is not to be fetched from the stand-in, and the other way round.
    const resumes = (definition: string) => definition.includes(`"${progressTableOf(options)}"`);
    await rule.open({ engine, sourceArn: stateMachineArn, target, resumes });
  }
  return { stateMachineArn: statesArn(stateMachineArn, 'stateMachine'), redriverArn: target.stateMachineArn };
}
