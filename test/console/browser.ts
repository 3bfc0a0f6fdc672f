import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Chromium of this machine: `CHROMIUM_PATH`, else what is on the PATH; undefined where there is none. */
export function findChromium(): string | undefined {
  const { CHROMIUM_PATH: given = '', PATH = '' } = process.env;
  if (given !== '') return given;
  const candidates = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return candidates.find((path) => existsSync(path));
}

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
  await page.locator('.world').waitFor();
}
