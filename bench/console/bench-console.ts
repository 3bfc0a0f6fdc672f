import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SFNClient } from '@aws-sdk/client-sfn';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import Table from 'cli-table3';
import { chromium, type Page } from 'playwright-core';
import type { Measurement } from '../measure.ts';
import { runLargeMachines } from './large-runs.ts';
import { firstPaint, measureScrolling, measureTyping, sinceNavigation } from './measure-page.ts';

const MAX_PAINT_MS = 1_000;
const MAX_TASK_MS = 50;

/** Where what is measured with is found. */
export interface ConsoleBench {
  /** The file that starts the command line. */
  readonly tvguide: string;
  /** The browser's program. */
  readonly chromiumPath: string;
}

/** Measures the pages of a run of 20,000 events and of one with 2,500 children; 1 when they fall short, else 0. */
export async function benchConsole(print: (line: string) => void, options: ConsoleBench): Promise<0 | 1> {
  const cwd = await mkdtemp(join(tmpdir(), 'tvguide-bench-'));
  const runtime = spawn(process.execPath, [options.tvguide, 'up', '--port', '0', '--json'], {
    cwd,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [line] = (await once(runtime.stdout.setEncoding('utf8'), 'data')) as [string];
    const up = JSON.parse(line) as { readonly stepFunctions: string; readonly console: string };
    const client = new SFNClient({
      endpoint: up.stepFunctions,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      requestHandler: new NodeHttpHandler(),
    });
    const large = await runLargeMachines(client, { iterations: 1_000, children: 2_500 });
    client.destroy();
    const measurements = await measure(up.console, large, options.chromiumPath);
    const table = new Table({
      head: ['the console', 'measured', 'target', 'met'],
      style: { head: [], border: [] },
    });
    for (const { what, value, target, isMet } of measurements)
      table.push([what, value, target, isMet ? 'yes' : 'NO']);
    print(table.toString());
    return measurements.every(({ isMet }) => isMet) ? 0 : 1;
  } finally {
    runtime.kill('SIGINT');
    await once(runtime, 'close');
    await rm(cwd, { recursive: true, force: true });
  }
}

async function measure(
  address: string,
  large: { readonly events: string; readonly children: string },
  executablePath: string,
): Promise<Measurement[]> {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await page.waitForURL((url) => !url.searchParams.has('key'));
    return [
      ...(await measureEvents(page, address, large.events)),
      ...(await measureChildren(page, address, large.children)),
    ];
  } finally {
    await browser.close();
  }
}

const pathOf = (arn: string) => `/runs/${encodeURIComponent(arn.split(':').slice(6).join(':'))}`;

async function measureEvents(page: Page, address: string, arn: string): Promise<Measurement[]> {
  await page.goto(new URL(`${pathOf(arn)}?view=events`, address).href);
  await page.locator('.event-row').first().waitFor();
  const there = painted('20,000 events: the list is there', await sinceNavigation(page));
  await page.getByText(/^20,\d{3} events$/).waitFor();
  const whole = Math.round(await sinceNavigation(page));
  const paint = painted('20,000 events: first paint', await firstPaint(page));
  const scrolled = await measureScrolling(page, '[aria-label=Events].virtual');
  const typed = await measureTyping(page, 'Filter events', 'step 3');
  await page.getByRole('tab', { name: 'Timeline' }).click();
  const timeline = await measureScrolling(page, '[aria-label=Timeline].virtual');
  return [
    paint,
    there,
    { what: '20,000 events: all of them are there', value: `${whole} ms`, target: 'none', isMet: true },
    worked('20,000 events: scrolling, longest task', scrolled),
    worked('20,000 events: typing into the filter, longest task', typed),
    worked('10,000 bars: scrolling, longest task', timeline),
  ];
}

async function measureChildren(page: Page, address: string, arn: string): Promise<Measurement[]> {
  await page.goto(new URL(pathOf(arn), address).href);
  await page.getByRole('link', { name: 'Map Run' }).click();
  await page.locator('[data-cell="2499"]').waitFor();
  await page.reload();
  await page.locator('[data-cell="2499"]').waitFor();
  const there = painted('2,500 children: the cells are there', await sinceNavigation(page));
  const paint = painted('2,500 children: first paint', await firstPaint(page));
  const scrolled = await measureScrolling(page, '[aria-label=Children].virtual');
  return [paint, there, worked('2,500 children: scrolling, longest task', scrolled)];
}

function painted(what: string, milliseconds: number): Measurement {
  const target = `< ${MAX_PAINT_MS} ms`;
  return { what, value: `${Math.round(milliseconds)} ms`, target, isMet: milliseconds < MAX_PAINT_MS };
}

/** Browsers tell of tasks from 50 ms on. */
function worked(what: string, milliseconds: number): Measurement {
  const value = milliseconds === 0 ? '< 50 ms' : `${Math.round(milliseconds)} ms`;
  return { what, value, target: `< ${MAX_TASK_MS} ms`, isMet: milliseconds < MAX_TASK_MS };
}
