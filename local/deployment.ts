import { createHandler as createCheckWatchmode } from '../tasks/check-watchmode/handler.ts';
import { createHandler as createFetchTitleDetails } from '../tasks/fetch-title-details/handler.ts';
import { createHandler as createJudgeFailedRun } from '../tasks/judge-failed-run/handler.ts';
import { createHandler as createListNewTitles } from '../tasks/list-new-titles/handler.ts';
import { createHandler as createPublishTitles } from '../tasks/publish-titles/handler.ts';
import { createHandler as createRefreshReferenceData } from '../tasks/refresh-reference-data/handler.ts';
import { createHandler as createSaveSweep } from '../tasks/save-sweep/handler.ts';
import { composeOnFirstCall } from '../tasks/shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../tasks/shared/ports.ts';
import { PLAIN_NAMES } from '../workflow/names.ts';
import { INTERACTIVE_RETRY_POLICY, SCHEDULED_RETRY_POLICY } from '../workflow/retry-policy.ts';
import { renderRedriver } from '../workflow/redrive-failed-run.ts';
import { renderDefinition } from '../workflow/substitutions.ts';
import { type StateMachineArn, statesArn } from '../workflow/arns.ts';
import { functionArns, STATE_TASK_NAMES, TASKS, type StateTaskName } from '../workflow/tasks.ts';
import { ACCOUNT } from './account.ts';
import type { Connections } from './composition/connections.ts';
import type { RuntimeOptions } from './composition/options.ts';
import { batchesAtOnce, progressTableOf, taskEnvironment, type TaskServices } from './task-environment.ts';
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
  'refresh-reference-data': createRefreshReferenceData,
  'save-sweep': createSaveSweep,
  'judge-failed-run': createJudgeFailedRun,
};

/**
 * The maximum concurrency of a function; further invocations wait. It keeps this process and the local Kinesis busy
 * without letting requests time out.
 */
const AT_ONCE = 10;
/** The maximum concurrency of `fetch-title-details`, which is invoked once for each title. */
const FETCHES_AT_ONCE = 100;

/** The services of the tasks, some of which start after the functions are hosted. */
export interface ServicesToCome extends Pick<TaskServices, 'watchmode' | 'dynamodb'> {
  /** Resolves when the stream is active, for which the tasks that publish wait. */
  readonly stream: () => Promise<TaskServices['stream']>;
  /** Returns the endpoint of Step Functions. Called on the first invocation: the API starts after the tasks. */
  readonly stepFunctions: () => string;
}

/** Returns the functions that the local Lambda hosts. */
export function hostTasks(
  options: RuntimeOptions,
  services: ServicesToCome,
  overrides: Required<Pick<Overrides, 'writeLine' | 'clock'>> & { readonly fetch: Connections['fetch'] },
): HostedFunctions {
  let stream: TaskServices['stream'] = {};
  const hosted = (name: StateTaskName): HostedFunction => {
    const variables: readonly string[] = TASKS[name].environment;
    const publishes = variables.includes('STREAM_NAME');
    const handler = composeOnFirstCall(() => {
      const { watchmode, dynamodb } = services;
      const known = { watchmode, dynamodb, stream, stepFunctions: services.stepFunctions() };
      return CREATE_HANDLER[name](taskEnvironment(options, known), overrides);
    });
    return {
      handler: async (event, context) => {
        if (publishes) stream = await services.stream();
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

function functionArn(name: StateTaskName): string {
  return `arn:${PARTITION}:lambda:${ACCOUNT.region}:${ACCOUNT.accountId}:function:${name}`;
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
