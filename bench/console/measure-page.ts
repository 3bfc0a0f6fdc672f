import type { CDPSession, Page } from 'playwright-core';

const RUNS = 3;
const STEPS = 30;

/**
 * The processor time of the page's main thread for its most expensive frame, in milliseconds: script, styles, layout and
 * what paints. Other programs of the machine do not count, and of three runs the best is taken. A frame here is what
 * follows an action until the second frame has begun: the first is told of it, the second draws it.
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

  /** Scrolls a list from top to bottom in steps, a frame each. */
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

  /** Types into a field, a frame each key. */
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

  /** Does something in the page, waits until it is drawn, and gives what that took. */
  async #after(action: string): Promise<number> {
    const before = await this.#busy();
    await this.page.evaluate(
      `(async () => { ${action}; for (let at = 0; at < 2; at += 1) await new Promise(requestAnimationFrame); })()`,
    );
    return (await this.#busy()) - before;
  }

  /** Processor time of the main thread so far, in milliseconds. */
  async #busy(): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1_000;
  }
}

/** How long ago the navigation to the page began, in milliseconds. */
export function sinceNavigation(page: Page): Promise<number> {
  return page.evaluate('performance.now()');
}

/** When the page showed anything first, in milliseconds since the navigation began. */
export function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.POSITIVE_INFINITY`,
  );
}
