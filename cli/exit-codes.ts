/** The exit codes of the program. */
export const ExitCode = {
  /** The command succeeded. */
  Success: 0,
  /** The run failed, or the command lacks something: no network, a refused key, a port in use. */
  Failure: 1,
  /** Wrong usage. Nothing was started. */
  Usage: 2,
  /** Stopped by Ctrl-C or a termination signal (128 + SIGINT). A run can be redriven. */
  Interrupted: 130,
} as const;

export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
