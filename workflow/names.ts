import { UPDATE_CATALOGUE } from './event-source-mapping.ts';

/** The physical names of deployed resources. They are fixed, so that each stack can name resources of the other. */
export interface Names {
  readonly sharedStack: string;
  readonly ingestionStack: string;
  readonly catalogueStack: string;
  readonly stream: string;
  readonly alarmTopic: string;
  readonly stateMachine: string;
  /** The state machine that redrives failed executions. */
  readonly redriver: string;
  readonly schedule: string;
  /** The schedule of sweeps beside it. */
  readonly sweepSchedule: string;
  /** The schedule that measures the lag of the watermark. */
  readonly measureSchedule: string;
  readonly scheduleDeadLetters: string;
  readonly redriverDeadLetters: string;
  readonly dashboard: string;
  /** The DynamoDB table that the runs share. */
  readonly progressTable: string;
  /** The DynamoDB table of titles, services and genres that the consumer keeps. */
  readonly catalogueTable: string;
  /** The function that keeps it. */
  readonly updateCatalogue: string;
  /** The parent path of the SSM parameters in which earlier releases kept the progress of the feeds. */
  readonly watermarkPath: string;
}

/** The rule for names of stages. */
export const STAGE = {
  pattern: /^[a-z][a-z0-9-]{0,15}$/,
  rule: 'lower-case letters, digits and hyphens, at most 16, starting with a letter',
} as const;

/**
 * Returns the names of one stage. The names of `prod` have no suffix. Those of every other stage end in its name, so that
 * several stages can share an account.
 */
export function namesOf(stage: string): Names {
  const suffix = stage === 'prod' ? '' : `-${stage}`;
  return {
    sharedStack: `TvGuideShared${suffix}`,
    ingestionStack: `TvGuideIngestion${suffix}`,
    catalogueStack: `TvGuideCatalogue${suffix}`,
    stream: `ProgrammeDataStream${suffix}`,
    alarmTopic: `tv-guide-alarms${suffix}`,
    stateMachine: `title-ingestion${suffix}`,
    redriver: `redrive-failed-run${suffix}`,
    schedule: `title-ingestion${suffix}`,
    sweepSchedule: `catalogue-sweep${suffix}`,
    measureSchedule: `measure-progress${suffix}`,
    scheduleDeadLetters: `title-ingestion-schedule-dead-letters${suffix}`,
    redriverDeadLetters: `redrive-failed-run-dead-letters${suffix}`,
    dashboard: `title-ingestion${suffix}`,
    progressTable: `TvGuideProgress${suffix}`,
    catalogueTable: `TvGuideCatalogue${suffix}`,
    updateCatalogue: `${UPDATE_CATALOGUE.functionName}${suffix}`,
    watermarkPath: watermarkPathOf(stage),
  };
}

/** The names without a suffix: those of the stage `prod` and of a laptop. */
export const PLAIN_NAMES = namesOf('prod');

/** The CloudWatch namespace of every metric that the tasks write. */
export const METRIC_NAMESPACE = 'UkTvGuide';

/** The only dimension of these metrics: the stage. */
export const METRIC_DIMENSION = 'Stage';

/** The progress tables on a laptop: one for the stand-in, one for Watchmode itself. */
export const LOCAL_PROGRESS_TABLES = {
  'stand-in': 'TvGuideProgress-stand-in',
  live: 'TvGuideProgress-live',
} as const;

/** The catalogues on a laptop: one of the stand-in's titles, one of Watchmode's. */
export const LOCAL_CATALOGUE_TABLES = {
  'stand-in': 'TvGuideCatalogue-stand-in',
  live: 'TvGuideCatalogue-live',
} as const;

/** Returns the name of the catalogue that belongs to a progress table: that of the same stage or Watchmode. */
export function catalogueTableBeside(progressTable: string): string {
  return progressTable.replace(PLAIN_NAMES.progressTable, PLAIN_NAMES.catalogueTable);
}

/**
 * Returns the path of the feeds' parameters in earlier releases.
 *
 * @param world a stage, or on a laptop the kind of Watchmode
 */
export function watermarkPathOf(world: string): string {
  return `/tv-guide/${world}/watermarks`;
}
