/**
 * The process as commands see it. Results go to `out`, everything else to `err`, as in the AWS CLI, git and the CDK.
 */
export interface Io {
  readonly out: Output;
  readonly err: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The base folder of relative paths, `.env` and `.local/`. */
  readonly cwd: string;
  /** The beginning of a command line to paste: `tvguide`, `npm run -s tvguide --`. */
  readonly program: string;
  /** Aborted by Ctrl-C or a termination signal. The command then stops its work and ends. */
  readonly interrupted: AbortSignal;
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds of a monotonic clock, for durations and deadlines. */
  monotonic(): number;
  /** Calls `tick` every `milliseconds` until the returned function is called. */
  every(milliseconds: number, tick: () => void): () => void;
  /**
   * Asks a question on the terminal and returns the typed line; rejects when interrupted. Absent if stdin or stderr is
   * not a terminal.
   */
  readonly ask?: (question: string) => Promise<string>;
  /** Reads all of standard input; on a terminal, asks the question and reads a line without echo. */
  readHidden(question: string): Promise<string>;
}

/** One of the two output streams. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in characters; 80 if unknown. */
  readonly columns: number;
  /** The underlying stream, for libraries that draw on it. */
  readonly stream: NodeJS.WriteStream;
}
