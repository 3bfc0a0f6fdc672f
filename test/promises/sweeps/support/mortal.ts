/** A process that can die: from then on, none of its requests is answered. */
export class Mortal {
  isDead = false;

  /** Pauses forever in a dead process. */
  async live(): Promise<void> {
    if (this.isDead) await new Promise(() => undefined);
  }
}

/** Decides if a request is the one at which its process ends. `sent`: once before it is sent, once after. */
export type Watch = (isSent: boolean) => void;

/**
 * Makes every request of an object's methods one of a mortal process. A dying process sends the request or not, and has no
 * answer.
 */
export function mortalPort<Port extends object>(port: Port, process: Mortal, watch: Watch): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]): Promise<unknown> => {
        await process.live();
        watch(false);
        await process.live();
        const answer: unknown = await Reflect.apply(member, target, args);
        watch(true);
        await process.live();
        return answer;
      };
    },
  });
}
