/** What the program's exit code says. */
export const ExitCode = {
  /** Done. */
  Success: 0,
  /** The run failed, or what the command needs is not there: no network, a refused key, a busy port. */
  Failure: 1,
  /** The command was called wrongly: nothing was started. */
  Usage: 2,
  /** Stopped by Ctrl-C or a termination (128 + SIGINT); what was started is stopped and can be picked up again. */
  Interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
