/** Shows how a run goes until it is stopped. */
export interface RunView {
  /** Says what is being done while no state runs; a state that has not ended by then is marked. */
  announce(text: string): void;
  /** Draws what is left to draw, marks a state that did not end, and stops. */
  stop(): void;
}
