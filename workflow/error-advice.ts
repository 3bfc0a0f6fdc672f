import type { ErrorName } from './error-names.ts';

/** What an operator needs to know about an error that failed a run. */
export interface ErrorAdvice {
  /** What happened, in one sentence. */
  readonly summary: string;
  /** What to do, in one or two sentences. */
  readonly remedy: string;
  /** Whether a redrive can succeed once the remedy was applied; if not, another execution is needed. */
  readonly redriveHelps: boolean;
  /**
   * True: a redrive without the remedy fails the same way, or costs what a fresh run costs, so that the automatic
   * redrive leaves such a run alone.
   */
  readonly isPermanent?: true;
}

/** What to do about each error that the tasks throw. docs/runbook.md says the same at length. */
export const ERROR_ADVICE: Readonly<Record<ErrorName, ErrorAdvice>> = {
  InvalidInput: {
    summary: 'The execution was started with an input that breaks its schema.',
    remedy: 'Start another execution with a corrected input; the message names each wrong place.',
    redriveHelps: false,
    isPermanent: true,
  },
  TooManyTitles: {
    summary: 'The listing has more titles than one run may carry.',
    remedy:
      'Start another execution with a narrower window or with maxTitles, or split the window with backfill.',
    redriveHelps: false,
    isPermanent: true,
  },
  ConfigurationError: {
    summary: "A task's environment is incomplete or wrong.",
    remedy: 'Correct the settings that the message names and deploy, then redrive.',
    redriveHelps: true,
    isPermanent: true,
  },
  'Watchmode.Unauthorized': {
    summary: 'Watchmode refused the API key.',
    remedy: 'Put a valid key into the secret, then redrive.',
    redriveHelps: true,
    isPermanent: true,
  },
  'Watchmode.PlanRequired': {
    summary: "The account's Watchmode plan does not include this feed.",
    remedy:
      'Start another execution with the feed "releases", which every plan has; or change the plan and start again.',
    redriveHelps: false,
    isPermanent: true,
  },
  'Watchmode.QuotaExceeded': {
    summary: 'Fewer Watchmode credits are left than the run needs.',
    remedy: 'Wait until the quota resets, or raise it, then redrive.',
    redriveHelps: true,
  },
  'Watchmode.RateLimited': {
    summary: 'Watchmode went on refusing requests as too many in a minute, through every attempt.',
    remedy:
      'Check that nothing else uses the key and that the configured rate is not above the plan, then redrive.',
    redriveHelps: true,
  },
  'Watchmode.Unavailable': {
    summary: 'Watchmode could not be reached, or failed, through every attempt.',
    remedy: 'Redrive once Watchmode answers again.',
    redriveHelps: true,
  },
  'Watchmode.ListingInterrupted': {
    summary: 'The listing failed after some of its pages had been paid for, through every attempt.',
    remedy: 'Redrive once Watchmode answers again: the listing begins at its first page.',
    redriveHelps: true,
  },
  'Watchmode.TitleNotFound': {
    summary: 'Watchmode does not know the title.',
    remedy: 'Nothing has to be done: the state machine skips such a title.',
    redriveHelps: true,
  },
  'Watchmode.TitleRefused': {
    summary: 'Watchmode refused one title, though it takes the key and credits are left.',
    remedy: 'Nothing has to be done: the state machine defers such a title.',
    redriveHelps: true,
  },
  'Watchmode.UnexpectedResponse': {
    summary: "Watchmode's response breaks the schema that the tasks expect, or is too large.",
    remedy:
      'Redrive once, in case it was a passing fault; if it fails again, adapt the schema, deploy and redrive.',
    redriveHelps: true,
  },
  'Stream.Throttled': {
    summary: 'The stream went on refusing records for lack of throughput, through every attempt.',
    remedy: 'Give the stream more shards, or wait until others write less, then redrive.',
    redriveHelps: true,
  },
  'Progress.Unavailable': {
    summary: 'The progress table, or Step Functions, did not answer through every attempt.',
    remedy:
      'Check that the table is ACTIVE and that the function may use it; look at the AWS Health Dashboard; then redrive.',
    redriveHelps: true,
  },
  'Stream.Unavailable': {
    summary: 'Kinesis could not be reached, or refused the call, through every attempt.',
    remedy: 'Check that the stream is ACTIVE and that the function may write to it, then redrive.',
    redriveHelps: true,
  },
};
