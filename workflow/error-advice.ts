import type { ErrorName } from './error-names.ts';

/** Advice for operators about an error that failed a run. */
export interface ErrorAdvice {
  /** The failure in one sentence. */
  readonly summary: string;
  /** The remedy in one or two sentences. */
  readonly remedy: string;
  /** True if a redrive can succeed after the remedy; otherwise another execution is needed. */
  readonly redriveHelps: boolean;
  /**
   * True if a redrive without the remedy fails the same way, or costs as much as a fresh run. There is no automatic redrive
   * after such an error.
   */
  readonly isPermanent?: true;
}

/** Advice for each error that the tasks throw. docs/runbook.md has the details. */
export const ERROR_ADVICE: Readonly<Record<ErrorName, ErrorAdvice>> = {
  InvalidInput: {
    summary: 'The execution was started with an input that breaks its schema.',
    remedy: 'Start another execution with a corrected input; the message names each invalid field.',
    redriveHelps: false,
    isPermanent: true,
  },
  TooManyTitles: {
    summary: 'The listing has more titles than one run can process.',
    remedy:
      'Start another execution with a narrower window or with maxTitles, or split the window with backfill. Sweep fewer services at once.',
    redriveHelps: false,
    isPermanent: true,
  },
  BudgetExceeded: {
    summary: 'The run would spend more Watchmode credits than its maxCredits allows.',
    remedy:
      'Start another execution with a larger maxCredits, or list less: a narrower window or maxTitles, for a sweep fewer services. The message has the estimate.',
    redriveHelps: false,
    isPermanent: true,
  },
  ConfigurationError: {
    summary: "A task's environment is incomplete or invalid.",
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
      'Start another execution with the feed "releases" or "catalogue", which every plan includes; or change the plan and start again.',
    redriveHelps: false,
    isPermanent: true,
  },
  'Watchmode.QuotaExceeded': {
    summary: 'The run needs more Watchmode credits than are left.',
    remedy:
      'Wait until the quota resets, or raise it, then redrive. If a month has too few credits, start a smaller run.',
    redriveHelps: true,
  },
  'Watchmode.RateLimited': {
    summary: 'Watchmode rejected every attempt because of too many requests a minute.',
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
    summary: 'The listing failed after some of its pages were paid for, on every attempt.',
    remedy: 'Redrive once Watchmode answers again. The listing starts at its first page.',
    redriveHelps: true,
  },
  'Watchmode.TitleNotFound': {
    summary: 'Watchmode does not know the title.',
    remedy: 'None needed: the state machine skips the title.',
    redriveHelps: true,
  },
  'Watchmode.TitleRefused': {
    summary: 'Watchmode refused one title, although it accepts the key and credits are left.',
    remedy: 'None needed: the state machine defers the title.',
    redriveHelps: true,
  },
  'Watchmode.UnexpectedResponse': {
    summary: "Watchmode's response breaks the schema that the tasks expect, or is too large.",
    remedy:
      'Redrive once, in case the fault was temporary; if it fails again, adapt the schema, deploy and redrive.',
    redriveHelps: true,
  },
  'Stream.Throttled': {
    summary: 'The stream rejected records on every attempt because its throughput was exceeded.',
    remedy: 'Add shards to the stream, or wait until other producers write less, then redrive.',
    redriveHelps: true,
  },
  'Progress.Unavailable': {
    summary: 'The progress table or Step Functions did not answer on any attempt.',
    remedy:
      'Check that the table is ACTIVE and that the function may use it; check the AWS Health Dashboard; then redrive.',
    redriveHelps: true,
  },
  'Stream.Unavailable': {
    summary: 'Kinesis was unreachable or refused the call on every attempt.',
    remedy: 'Check that the stream is ACTIVE and that the function may write to it, then redrive.',
    redriveHelps: true,
  },
};
