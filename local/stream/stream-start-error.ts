/** The local stream cannot start. */
export class StreamStartError extends Error {
  override readonly name = 'StreamStartError';
  /** The port that was asked for; 0 for any. */
  readonly port: number;
  /** The last that kinesis-local wrote to its standard error. */
  readonly stderrTail: string;

  constructor(port: number, reason: string, stderrTail: string) {
    super(`the local Kinesis cannot start: ${reason}${stderrTail === '' ? '' : `\n${stderrTail}`}`);
    this.port = port;
    this.stderrTail = stderrTail;
  }
}
