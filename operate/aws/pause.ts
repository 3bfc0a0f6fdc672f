import { Interrupted } from '../errors.ts';
import type { Io } from '../io.ts';

/**
 * Resolves after `milliseconds`.
 *
 * @throws Interrupted as soon as the user stops the command
 * @example while (isRunning(await describe())) await pause(io, 500)
 */
export function pause(io: Pick<Io, 'every' | 'interrupted'>, milliseconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    if (io.interrupted.aborted) {
      reject(new Interrupted());
      return;
    }
    const end = (settle: () => void) => () => {
      stop();
      io.interrupted.removeEventListener('abort', onInterrupted);
      settle();
    };
    const stop = io.every(
      milliseconds,
      end(() => resolve()),
    );
    const onInterrupted = end(() => reject(new Interrupted()));
    io.interrupted.addEventListener('abort', onInterrupted);
  });
}
