// Takes docs/console.png: starts a runtime, a successful run, and a run that fails in an outage. Needs Chromium.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './find-chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const tvguide = join(root, 'bin/tvguide.mjs');
const executablePath = findChromium();

const cwd = await mkdtemp(join(tmpdir(), 'tvguide-screenshot-'));
const runtime = spawn(process.execPath, [tvguide, 'up', '--port', '0', '--json'], {
  cwd,
  stdio: ['ignore', 'pipe', 'ignore'],
});
try {
  const [line] = await once(runtime.stdout.setEncoding('utf8'), 'data');
  const { console: address, watchmodeControl } = JSON.parse(line);
  const run = async (...args) => {
    const child = spawn(process.execPath, [tvguide, 'start', '--local', '--watch', ...args], {
      cwd,
      stdio: 'ignore',
    });
    await once(child, 'close');
  };
  await run('--name', 'nightly');
  await fetchFrom(watchmodeControl, 'outage:0+3600');
  await run('--name', 'in-an-outage', '--window', '2026-01-01..2026-01-02');
  await photograph(address, '/runs/title-ingestion%3Ain-an-outage?tab=attempts&attempt=1');
} finally {
  runtime.kill('SIGINT');
  await once(runtime, 'close');
  await rm(cwd, { recursive: true, force: true });
}

async function fetchFrom(url, faults) {
  const answer = await fetch(url, { method: 'PUT', body: JSON.stringify({ faults }), headers: {} });
  if (!answer.ok) throw new Error(`the stand-in says ${answer.status}`);
}

async function photograph(address, path) {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 1030 }, colorScheme: 'light' });
  await page.goto(address);
  await page.waitForURL((url) => !url.searchParams.has('key'));
  await page.goto(new URL(path, address).href);
  await page.locator('.attempts .log-line').first().waitFor();
  await page.screenshot({ path: join(root, 'docs/console.png') });
  await browser.close();
}
