const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Waits until the queues of microtasks and ticks are empty, so that all work that depends only on promises is done.
 *
 * @param isReached a condition to wait for instead, for work that depends on input and output
 */
export async function settled(isReached?: () => boolean): Promise<void> {
  if (isReached === undefined) return turn();
  while (!isReached()) await turn();
}
