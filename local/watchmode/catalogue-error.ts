/** A catalogue that cannot be used: which file, where in it, what is wrong. */
export class CatalogueError extends Error {
  override readonly name = 'CatalogueError';
  /** The file's path as it was given. */
  readonly file: string;
  /** Line in the file, from 1; absent when the fault concerns the whole file. */
  readonly line: number | undefined;

  constructor(file: string, line: number | undefined, reason: string, options?: ErrorOptions) {
    super(line === undefined ? `${file}: ${reason}` : `${file}, line ${line}: ${reason}`, options);
    this.file = file;
    this.line = line;
  }
}
