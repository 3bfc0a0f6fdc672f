import type { Clock, TaskCall, TaskInvoker, TaskOutcome } from '../interpreter/ports.ts';

/** Runs the work of Task states until it is told to begin no more. */
export interface DrainingInvoker extends TaskInvoker {
  /**
   * From now on no attempt begins: its state waits until it is stopped. Resolves when those under way have ended, so that
   * their results are recorded, or after `maxMs`.
   */
  drain(maxMs: number): Promise<void>;
}

/** An invoker that an orderly end can drain. */
export function createDrainingInvoker(invoker: TaskInvoker, clock: Clock): DrainingInvoker {
  const underWay = new Set<Promise<unknown>>();
  let isDraining = false;
  return {
    refusal: (resource) => invoker.refusal(resource),
    invoke(call) {
      if (isDraining) return untilStopped(call);
      const attempt = invoker.invoke(call);
      // How it ends is the caller's business.
      const ended = attempt.catch(() => undefined).finally(() => underWay.delete(ended));
      underWay.add(ended);
      return attempt;
    },
    async drain(maxMs) {
      isDraining = true;
      const patience = new AbortController();
      const enough = clock.sleep(maxMs, patience.signal).catch(() => undefined);
      await Promise.race([Promise.all(underWay), enough]);
      patience.abort();
      // The engine records what has ended in callbacks of its own.
      await clock.yieldTurn();
    },
  };
}

function untilStopped({ signal }: TaskCall): Promise<TaskOutcome> {
  return new Promise((_, reject) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is the caller's
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
