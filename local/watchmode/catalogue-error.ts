/** A catalogue cannot be used. The message has the file, the line and the fault. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  /** The given path of the file. */
  readonly file: string;
  /** The line in the file, from 1; undefined if the fault concerns the whole file. */
  readonly line: number | undefined;

  constructor(file: string, line: number | undefined, reason: string, options?: ErrorOptions) {
    super(line === undefined ? `${file}: ${reason}` : `${file}, line ${line}: ${reason}`, options);
    this.file = file;
    this.line = line;
  }
}
