import type { Page } from 'playwright-core';

/** What a page took, in milliseconds. */
export interface PageTimes {
  /** From the start of the navigation until there is content. */
  readonly paint: number;
  /** The longest piece of work on the page's thread in a series of scrolls or keys. */
  readonly longestTask: number;
}

/** Runs in the page: counts how long each turn of the event loop with a frame in it takes while `act` goes on. */
const OBSERVE = `
  window.__longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.__longest = Math.max(window.__longest, duration);
  }).observe({ type: 'longtask' });
`;

/** Scrolls a list from top to bottom in steps, a frame each, and gives the longest task; 0 where none took 50 ms. */
export async function measureScrolling(page: Page, list: string, steps = 40): Promise<number> {
  await page.evaluate(OBSERVE);
  return page.evaluate(`(async () => {
    const box = document.querySelector(${JSON.stringify(list)});
    const step = Math.max(40, (box.scrollHeight - box.clientHeight) / ${steps});
    window.__longest = 0;
    for (let at = 0; at < ${steps}; at += 1) {
      box.scrollTop += step;
      await new Promise(requestAnimationFrame);
    }
    await new Promise((resolve) => setTimeout(resolve, 60));
    return window.__longest;
  })()`);
}

/** Types into a field, and gives the longest task. */
export async function measureTyping(page: Page, label: string, text: string): Promise<number> {
  await page.evaluate(OBSERVE);
  await page.evaluate('window.__longest = 0');
  await page.getByLabel(label).pressSequentially(text);
  await page.waitForTimeout(60);
  return page.evaluate('window.__longest');
}

/** When the page showed content first, in milliseconds since the navigation began. */
export function firstPaint(page: Page): Promise<number> {
  return page.evaluate(
    `performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.POSITIVE_INFINITY`,
  );
}
