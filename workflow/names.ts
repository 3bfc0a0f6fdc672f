/** The physical names of what is deployed. They are fixed, so that one stack can name what the other one holds. */
export interface Names {
  readonly sharedStack: string;
  readonly ingestionStack: string;
  readonly stream: string;
  readonly alarmTopic: string;
  readonly stateMachine: string;
  /** The state machine that redrives failed executions of the other one. */
  readonly redriver: string;
  readonly schedule: string;
  /** The schedule by which the watermark's lag is measured. */
  readonly measureSchedule: string;
  readonly scheduleDeadLetters: string;
  readonly redriverDeadLetters: string;
  readonly dashboard: string;
  /** The DynamoDB table that the runs share. */
  readonly progressTable: string;
  /** The parent path of the SSM parameters in which earlier releases kept the progress of the feeds. */
  readonly watermarkPath: string;
}

/** What a stage may be called. */
export const STAGE = {
  pattern: /^[a-z][a-z0-9-]{0,15}$/,
  rule: 'lower-case letters, digits and hyphens, at most 16, a letter first',
} as const;

/**
 * The names of one stage. Those of `prod` are plain, for they are what consumers and operators know; every other
 * stage has its name behind them, so that several live in one account.
 */
export function namesOf(stage: string): Names {
  const suffix = stage === 'prod' ? '' : `-${stage}`;
  return {
    sharedStack: `TvGuideShared${suffix}`,
    ingestionStack: `TvGuideIngestion${suffix}`,
    stream: `ProgrammeDataStream${suffix}`,
    alarmTopic: `tv-guide-alarms${suffix}`,
    stateMachine: `title-ingestion${suffix}`,
    redriver: `redrive-failed-run${suffix}`,
    schedule: `title-ingestion${suffix}`,
    measureSchedule: `measure-progress${suffix}`,
    scheduleDeadLetters: `title-ingestion-schedule-dead-letters${suffix}`,
    redriverDeadLetters: `redrive-failed-run-dead-letters${suffix}`,
    dashboard: `title-ingestion${suffix}`,
    progressTable: `TvGuideProgress${suffix}`,
    watermarkPath: watermarkPathOf(stage),
  };
}

/** The plain names: those of the stage `prod`, which are also those on a laptop. */
export const PLAIN_NAMES = namesOf('prod');

/** The CloudWatch namespace of every metric that the tasks write. */
export const METRIC_NAMESPACE = 'UkTvGuide';

/** The one dimension of these metrics: the deployment's stage. */
export const METRIC_DIMENSION = 'Stage';

/** The table on a laptop, by the Watchmode that the runs read. */
export const LOCAL_PROGRESS_TABLES = {
  'stand-in': 'TvGuideProgress-stand-in',
  live: 'TvGuideProgress-live',
} as const;

/**
 * The path of the feeds' parameters in earlier releases. @param world a stage; on a laptop, the Watchmode that was read
 */
export function watermarkPathOf(world: string): string {
  return `/tv-guide/${world}/watermarks`;
}
