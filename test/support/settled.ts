const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Resolves once all work has been done that waits for promises alone: the queues of microtasks and of ticks are empty.
 *
 * @param isReached What input, output or other work must have brought about: it resolves once this is true instead. A
 *   test in which it never is times out.
 */
export async function settled(isReached?: () => boolean): Promise<void> {
  if (isReached === undefined) return turn();
  while (!isReached()) await turn();
}
