/** An exported run that was imported, and is in memory. */
export interface ImportedFile {
  /** The id of the run. */
  readonly id: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly importedAt: number;
}
