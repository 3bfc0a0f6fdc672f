import type { Progress } from './progress.ts';

/** A view of the progress of an execution. */
export interface ProgressView {
  /** Shows a message before the execution starts or after it has ended. */
  announce(text: string): void;
  /** Shows the current progress. */
  show(progress: Progress): void;
  stop(): void;
}
