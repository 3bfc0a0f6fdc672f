/** The local stream cannot start. */
export class StreamStartError extends Error {
  override readonly name = 'StreamStartError';
  /** The requested port; 0 for any. */
  readonly port: number;
  /** The end of kinesis-local's standard error. */
  readonly stderrTail: string;

  constructor(port: number, reason: string, stderrTail: string) {
    super(`the local Kinesis cannot start: ${reason}${stderrTail === '' ? '' : `\n${stderrTail}`}`);
    this.port = port;
    this.stderrTail = stderrTail;
  }
}
