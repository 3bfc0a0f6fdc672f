import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../../../bin/find-chromium.mjs';

/** Starts the browser without a window. */
export function launchBrowser(): Promise<Browser> {
  // Containers have neither the namespaces of the sandbox nor a large /dev/shm.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
  const executablePath = findChromium();
  return chromium.launch({ args, ...(executablePath === undefined ? {} : { executablePath }) });
}

/** Opens the secret address, and waits until the console stands there. */
export async function enter(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForURL((url) => !url.searchParams.has('key'));
  await page.locator('.environment').waitFor();
}

/** What a list drew while it was scrolled from its top to its end. */
export interface Drawn {
  /** The rows that it has. */
  readonly rows: number;
  /** The most rows that were in the document at once. */
  readonly most: number;
  /** The number of the last row that is drawn at the end. */
  readonly lastDrawn: number;
}

/** Scrolls a list to its end in steps, and counts the rows in the document at each. */
export function drawnWhileScrolling(page: Page, list: string, steps = 20): Promise<Drawn> {
  return page.evaluate(`(async () => {
    const box = document.querySelector(${JSON.stringify(list)});
    const drawn = () => [...box.querySelectorAll('.virtual-row')];
    const step = (box.scrollHeight - box.clientHeight) / ${steps};
    let most = drawn().length;
    for (let at = 1; at <= ${steps}; at += 1) {
      box.scrollTop = Math.ceil(at * step);
      // A frame to be told of the scrolling, and one to draw.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      most = Math.max(most, drawn().length);
    }
    const last = drawn().at(-1);
    return {
      rows: Number(last.getAttribute('aria-setsize')),
      most,
      lastDrawn: Number(last.getAttribute('aria-posinset')),
    };
  })()`);
}
