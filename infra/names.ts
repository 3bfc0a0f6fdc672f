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
  readonly scheduleDeadLetters: string;
  readonly dashboard: string;
  /** The SSM parameter that holds how far each feed was read. No stack has it: the state machine writes it. */
  readonly watermarkParameter: string;
  /** What stands before a feed in the name of its watermark's parameter. */
  readonly watermarkPath: string;
}

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
    scheduleDeadLetters: `title-ingestion-schedule-dead-letters${suffix}`,
    dashboard: `title-ingestion${suffix}`,
    watermarkParameter: `/tv-guide/${stage}/watermark`,
    watermarkPath: `/tv-guide/${stage}/watermarks`,
  };
}
