import axe from 'axe-core';
import type { CDPSession, Page } from 'playwright-core';

/** The colour schemes and sizes of the check. At 200 % a window has half as many CSS pixels. */
const LOOKS = [
  ['dark, 360 px wide', 'dark', { width: 360, height: 740, deviceScaleFactor: 1 }],
  ['light, at 200%', 'light', { width: 640, height: 450, deviceScaleFactor: 2 }],
] as const;
/** Resolves when all transitions have ended and the page is laid out. */
const SETTLED = `(async () => {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const changes = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
  await Promise.allSettled(changes.map(({ finished }) => finished));
})()`;

/** A violation: look, rule and place. */
export type Barrier = readonly unknown[];

/** Finds accessibility violations and overflow. */
export class Barriers {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  /** @param page a page of a context that bypasses the content security policy; later loads include axe */
  static async of(page: Page): Promise<Barriers> {
    await page.addInitScript({ content: axe.source });
    // Playwright cannot change the scale of a context.
    return new Barriers(page, await page.context().newCDPSession(page));
  }

  /** Checks the loaded page in each look, without loading it again. */
  async find(): Promise<Barrier[]> {
    const { page, session } = this;
    const found: Barrier[] = [];
    for (const [look, colorScheme, metrics] of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await session.send('Emulation.setDeviceMetricsOverride', { ...metrics, mobile: false });
      await page.evaluate(SETTLED);
      const { width, deviceScaleFactor } = metrics;
      const is = await page.evaluate(
        '[innerWidth, devicePixelRatio, matchMedia("(prefers-color-scheme: dark)").matches]',
      );
      if (JSON.stringify(is) !== JSON.stringify([width, deviceScaleFactor, colorScheme === 'dark'])) {
        throw new Error(`the browser did not take the look ${look}: it has ${JSON.stringify(is)}`);
      }
      const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
        'axe.run(document, { resultTypes: ["violations"] })',
      );
      found.push(...violations.map(({ id, nodes }) => [look, id, nodes.slice(0, 3).map(({ html }) => html)]));
      const wider = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      if (wider > 0) found.push([look, `is ${wider} px wider than the window`]);
    }
    return found;
  }
}
