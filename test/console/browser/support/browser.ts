import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../../../bin/find-chromium.mjs';

/** Starts a headless browser. */
export function launchBrowser(): Promise<Browser> {
  // Containers have neither the namespaces of the sandbox nor a large /dev/shm.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'];
  const executablePath = findChromium();
  return chromium.launch({ args, ...(executablePath === undefined ? {} : { executablePath }) });
}

/** Opens the secret address, and waits for the console. */
export async function enter(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForURL((url) => !url.searchParams.has('key'));
  await page.locator('.environment').waitFor();
}

/** The rows that a list drew while it was scrolled from top to end. */
export interface Drawn {
  /** The number of all rows. */
  readonly rows: number;
  /** The maximum number of rows in the document. */
  readonly most: number;
  /** The number of the last drawn row. */
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
      // One frame for the scroll event, and one to draw.
      for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
      most = Math.max(most, drawn().length);
    }
    const last = drawn().at(-1);
    return {
      rows: Number(box.getAttribute('aria-rowcount') ?? last.getAttribute('aria-setsize')),
      most,
      lastDrawn: Number(last.getAttribute('aria-rowindex') ?? last.getAttribute('aria-posinset')),
    };
  })()`);
}
