/**
 * The table of tasks. The deployment, the local runtime, the benchmarks and the tests read it. CONTRIBUTING.md explains
 * how to add a task.
 */

/** An operation on the progress table, by its name in DynamoDB. */
type ProgressOperation = 'BatchGetItem' | 'BatchWriteItem' | 'DeleteItem' | 'GetItem' | 'PutItem' | 'Query';
/** A permission for the progress table. */
export type ProgressPermission = `progress-table:${ProgressOperation}`;

/** A permission of a task. `infra/functions/grants.ts` maps it to actions and resources. */
export type Permission =
  | ProgressPermission
  | 'watchmode-key'
  | 'stream'
  | 'describe-runs'
  | 'describe-runs-and-children'
  | 'earlier-parameters';

/** A state machine, by the name of its definition. */
export type StateMachineName = 'title-ingestion' | 'redrive-failed-run';

/** One Lambda function. */
interface Task {
  /** The description in the AWS console. */
  readonly description: string;
  readonly invokedBy: StateMachineName | 'schedule' | 'deployment';
  /**
   * The timeout, on AWS and on a laptop. It is ten seconds less than that of the state that invokes the function, so that
   * attempts never overlap.
   */
  readonly timeoutSeconds: number;
  /** The contract of the input; null if any input is accepted. */
  readonly input: string | null;
  /** The contract of the output; null if there is no output. */
  readonly output: string | null;
  /** An input for benchmarks and bundle tests: a path below `events/examples`, or the input itself. */
  readonly example: string | object;
  readonly mayCall: readonly Permission[];
  /** The environment variables that a deployment sets. */
  readonly environment: readonly string[];
}

const TELEMETRY = ['LOG_LEVEL', 'STAGE'] as const;
const PROGRESS = ['PROGRESS_TABLE'] as const;
const WATCHMODE = [
  'WATCHMODE_API_KEY_SECRET_ID',
  'WATCHMODE_BASE_URL',
  'WATCHMODE_REQUESTS_PER_MINUTE',
  'WATCHMODE_TIMEOUT_MS',
] as const;

/** Every task, by the folder of its code below `tasks/`. */
export const TASKS = {
  'list-new-titles': {
    description: 'Lists the titles of one run',
    invokedBy: 'title-ingestion',
    timeoutSeconds: 890,
    input: 'ListNewTitlesInput',
    output: 'Listing',
    example: 'list-new-titles-input/scheduled.json',
    mayCall: [
      'watchmode-key',
      'progress-table:GetItem',
      'progress-table:PutItem',
      'progress-table:Query',
      'describe-runs',
    ],
    environment: [
      ...WATCHMODE,
      ...PROGRESS,
      ...TELEMETRY,
      'CREDIT_RESERVE',
      'FEED',
      'FIRST_WINDOW_HOURS',
      'GENRES',
      'MAX_CREDITS',
      'REGIONS',
      'SERVICES',
      'WINDOW_OVERLAP_MINUTES',
    ],
  },
  'fetch-title-details': {
    description: 'Fetches one title with its sources',
    invokedBy: 'title-ingestion',
    timeoutSeconds: 80,
    input: 'FetchTitleDetailsInput',
    output: 'FetchedTitle',
    example: 'fetch-title-details-input/one-title.json',
    mayCall: ['watchmode-key'],
    environment: [...WATCHMODE, ...TELEMETRY, 'FETCH_CONCURRENCY'],
  },
  'check-watchmode': {
    description: 'Checks if Watchmode answers',
    invokedBy: 'title-ingestion',
    timeoutSeconds: 80,
    input: 'CheckWatchmodeInput',
    output: 'WatchmodeCheck',
    example: 'check-watchmode-input/none-fetched.json',
    mayCall: ['watchmode-key'],
    environment: [...WATCHMODE, ...TELEMETRY, 'PROBE_TITLE_ID'],
  },
  'publish-titles': {
    description: 'Publishes one batch of titles to the stream',
    invokedBy: 'title-ingestion',
    timeoutSeconds: 110,
    input: 'PublishTitlesInput',
    output: 'PublishedBatch',
    example: 'publish-titles-input/batch.json',
    mayCall: [
      'stream',
      'progress-table:BatchGetItem',
      'progress-table:BatchWriteItem',
      'progress-table:DeleteItem',
      'progress-table:PutItem',
    ],
    environment: [
      ...PROGRESS,
      ...TELEMETRY,
      'AGGREGATED_RECORD_BYTES',
      'MAX_DEFERRALS',
      'MIN_DEFERRAL_DAYS',
      'RECORD_AGGREGATION',
      'STREAM_NAME',
    ],
  },
  'refresh-reference-data': {
    description: 'Refreshes the names of services, genres and regions',
    invokedBy: 'title-ingestion',
    timeoutSeconds: 110,
    input: 'RefreshReferenceDataInput',
    output: 'RefreshedReferenceData',
    example: 'refresh-reference-data-input/run.json',
    mayCall: [
      'watchmode-key',
      'stream',
      'progress-table:DeleteItem',
      'progress-table:GetItem',
      'progress-table:PutItem',
    ],
    environment: [
      ...WATCHMODE,
      ...PROGRESS,
      ...TELEMETRY,
      'AGGREGATED_RECORD_BYTES',
      'CREDIT_RESERVE',
      'RECORD_AGGREGATION',
      'STREAM_NAME',
    ],
  },
  'save-sweep': {
    description: 'Saves a sweep as the one that the next is compared with',
    invokedBy: 'title-ingestion',
    timeoutSeconds: 110,
    input: 'SaveSweepInput',
    output: 'SavedSweep',
    example: 'save-sweep-input/two-sections.json',
    mayCall: ['progress-table:GetItem', 'progress-table:PutItem', 'progress-table:Query'],
    environment: [...PROGRESS, ...TELEMETRY],
  },
  'judge-failed-run': {
    description: 'Decides what to do about a failed run',
    invokedBy: 'redrive-failed-run',
    timeoutSeconds: 50,
    input: 'JudgeFailedRunInput',
    output: 'Judgement',
    example: 'judge-failed-run-input/from-eventbridge.json',
    mayCall: ['progress-table:GetItem', 'describe-runs-and-children'],
    environment: [...PROGRESS, ...TELEMETRY, 'FEED', 'REDRIVE_WAIT_SECONDS', 'REGIONS'],
  },
  'measure-progress': {
    description: 'Measures the lag of the watermarks',
    invokedBy: 'schedule',
    timeoutSeconds: 30,
    input: null,
    output: null,
    example: {},
    mayCall: ['progress-table:GetItem'],
    environment: [...PROGRESS, ...TELEMETRY, 'MEASURED_FEEDS'],
  },
  'take-over-progress': {
    description: 'Takes over the progress that an earlier release kept in the Parameter Store',
    invokedBy: 'deployment',
    timeoutSeconds: 110,
    input: null,
    output: null,
    example: {},
    mayCall: ['progress-table:GetItem', 'progress-table:PutItem', 'earlier-parameters'],
    environment: [...PROGRESS, ...TELEMETRY, 'WATERMARK_PATH'],
  },
} as const satisfies Readonly<Record<string, Task>>;

/** The name of a task. */
export type TaskName = keyof typeof TASKS;

/** An environment variable that a deployment sets for a task. */
export type EnvironmentKey = (typeof TASKS)[TaskName]['environment'][number];

/** All tasks, in the order of the table. */
export const TASK_NAMES = Object.keys(TASKS) as readonly TaskName[];

/** A task that one of these state machines invokes. */
export type StateTaskName<Machine extends StateMachineName = StateMachineName> = {
  [Name in TaskName]: (typeof TASKS)[Name]['invokedBy'] extends Machine ? Name : never;
}[TaskName];

/** The tasks that state machines invoke. */
export const STATE_TASK_NAMES = TASK_NAMES.filter(
  (name): name is StateTaskName =>
    TASKS[name].invokedBy !== 'schedule' && TASKS[name].invokedBy !== 'deployment',
);

/** Returns `ListNewTitles` for `list-new-titles`. */
export function pascalCase(task: TaskName): string {
  return task.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Returns the values of a definition's placeholders such as `${ListNewTitlesFunctionArn}`. */
export function functionArns(
  machine: StateMachineName,
  arnOf: (task: StateTaskName) => string,
): Readonly<Record<`${string}FunctionArn`, string>> {
  const invoked = STATE_TASK_NAMES.filter((task) => TASKS[task].invokedBy === machine);
  return Object.fromEntries(invoked.map((task) => [`${pascalCase(task)}FunctionArn`, arnOf(task)]));
}
