import type { Clock, TaskCall, TaskInvoker, TaskOutcome } from '../interpreter/ports.ts';

/** A TaskInvoker that can be drained. */
export interface DrainingInvoker extends TaskInvoker {
  /**
   * Starts no more attempts: their states wait until they are stopped. Resolves when attempts in progress have ended
   * and are recorded, or after `maxMs`.
   */
  drain(maxMs: number): Promise<void>;
}

export function createDrainingInvoker(invoker: TaskInvoker, clock: Clock): DrainingInvoker {
  const underWay = new Set<Promise<unknown>>();
  let isDraining = false;
  return {
    refusal: (resource) => invoker.refusal(resource),
    invoke(call) {
      if (isDraining) return untilStopped(call);
      const attempt = invoker.invoke(call);
      const ended = attempt.catch(() => undefined).finally(() => underWay.delete(ended));
      underWay.add(ended);
      return attempt;
    },
    async drain(maxMs) {
      isDraining = true;
      const timeout = new AbortController();
      const enough = clock.sleep(maxMs, timeout.signal).catch(() => undefined);
      await Promise.race([Promise.all(underWay), enough]);
      timeout.abort();
      // Lets the engine's callbacks record the results.
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
