/**
 * What a command may touch of the process it runs in. Results go to `out`, everything else to `err`, as in the
 * AWS CLI, git and the CDK.
 */
export interface Io {
  readonly out: Output;
  readonly err: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths, `.env` and `.local/` are taken from. */
  readonly cwd: string;
  /** How this program was called, to begin a command line that can be pasted: `tvguide`, `npm run tvguide --`. */
  readonly program: string;
  /** Aborted by Ctrl-C or a termination: the command stops what it started and ends. */
  readonly interrupted: AbortSignal;
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds since some moment, which nobody can set: for durations and deadlines. */
  monotonic(): number;
  /** Calls `tick` every `milliseconds` until the returned function is called. */
  every(milliseconds: number, tick: () => void): () => void;
  /**
   * Asks whoever sits at the terminal and gives the line typed; rejects when interrupted. Absent where nobody can
   * answer: stdin or stderr is no terminal.
   */
  readonly ask?: (question: string) => Promise<string>;
  /** All of standard input; of a terminal, the line that answers the question, which is shown nowhere. */
  readHidden(question: string): Promise<string>;
}

/** One of the two output streams. */
export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width in characters; 80 where it is not known. */
  readonly columns: number;
  /** The stream itself, for libraries that draw on it. */
  readonly stream: NodeJS.WriteStream;
}
