import type { Page } from 'playwright-core';

/** Runs in the page: keeps the longest task that took 50 ms or more. */
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
    // What drew the page is over.
    for (let frame = 0; frame < 6; frame += 1) await new Promise(requestAnimationFrame);
    window.__longest = 0;
    for (let at = 0; at < ${steps}; at += 1) {
      box.scrollTop += step;
      await new Promise(requestAnimationFrame);
    }
    // Long tasks are told of a little later.
    for (let frame = 0; frame < 6; frame += 1) await new Promise(requestAnimationFrame);
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
