import type { Progress } from './progress.ts';

/** Shows what an execution does until it is stopped. */
export interface ProgressView {
  /** Says what is being done before the execution starts or after it has ended. */
  announce(text: string): void;
  /** What is known now. */
  show(progress: Progress): void;
  stop(): void;
}
