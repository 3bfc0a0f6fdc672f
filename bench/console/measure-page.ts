import type { CDPSession, Page } from 'playwright-core';

const RUNS = 3;
const STEPS = 30;

/**
 * The main thread's processor time for the most expensive frame of a page, in milliseconds: script, styles, layout and
 * paint. Other programs do not count, and the best of three runs is taken. A frame lasts from an action until the
 * second animation frame begins: the first one handles the action, and the second one draws it.
 */
export class Frames {
  private constructor(
    readonly page: Page,
    readonly session: CDPSession,
  ) {}

  static async of(page: Page): Promise<Frames> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Frames(page, session);
  }

  /** Scrolls a list from top to bottom in steps of one frame each. */
  async scrolling(list: string): Promise<number> {
    const box = JSON.stringify(list);
    return this.#best(async () => {
      await this.#after(`document.querySelector(${box}).scrollTop = 0`);
      const step = await this.page.evaluate<number>(
        `(({ scrollHeight, clientHeight }) => (scrollHeight - clientHeight) / ${STEPS})(document.querySelector(${box}))`,
      );
      let worst = 0;
      for (let at = 1; at <= STEPS; at += 1) {
        const scroll = `document.querySelector(${box}).scrollTop = ${Math.ceil(at * step)}`;
        worst = Math.max(worst, await this.#after(scroll));
      }
      return worst;
    });
  }

  /** Types into a field, one frame per key. */
  async typing(label: string, text: string): Promise<number> {
    const field = this.page.getByLabel(label);
    return this.#best(async () => {
      await field.fill('');
      let worst = 0;
      for (const key of text) {
        const before = await this.#busy();
        await field.press(key === ' ' ? 'Space' : key);
        await this.#after('0');
        worst = Math.max(worst, (await this.#busy()) - before);
      }
      return worst;
    });
  }

  async #best(run: () => Promise<number>): Promise<number> {
    const results: number[] = [];
    for (let at = 0; at < RUNS; at += 1) results.push(await run());
    return Math.min(...results);
  }

  /** Runs an action in the page and waits until it is drawn. Returns the processor time. */
  async #after(action: string): Promise<number> {
    const before = await this.#busy();
    await this.page.evaluate(
      `(async () => { ${action}; for (let at = 0; at < 2; at += 1) await new Promise(requestAnimationFrame); })()`,
    );
    return (await this.#busy()) - before;
  }

  /** Returns the main thread's processor time so far, in milliseconds. */
  async #busy(): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
  }
}

/** Returns the time since the navigation began, in milliseconds. */
export function sinceNavigation(page: Page): Promise<number> {
  return page.evaluate('performance.now()');
}

/** Returns the time from the start of the navigation to the first paint with content, in milliseconds. */
export function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.POSITIVE_INFINITY`,
  );
}
