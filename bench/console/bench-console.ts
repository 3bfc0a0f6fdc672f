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
import { type LargeRuns, runLargeMachines } from './large-runs.ts';
import { firstPaint, Frames, sinceNavigation } from './measure-page.ts';

const MAX_PAINT_MS = 1_000;
const MAX_FRAME_MS = 50;
/** The number of loads of each page. The best one counts, because other programs may be running. */
const LOADS = 3;

export interface ConsoleBench {
  /** The path of `bin/tvguide.mjs`. */
  readonly tvguide: string;
  /** The path of the browser. */
  readonly chromiumPath: string;
}

/** Measures the pages of runs with 20,000 events and 2,500 children. Returns 1 if a target is missed, else 0. */
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
    const large = await runLargeMachines(client, { iterations: 1_000, children: 2_500, executions: LOADS });
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

async function measure(address: string, large: LargeRuns, executablePath: string): Promise<Measurement[]> {
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

async function measureEvents(page: Page, address: string, arns: readonly string[]): Promise<Measurement[]> {
  // The server has not read these executions before.
  const loads: { readonly paint: number; readonly rows: number; readonly whole: number }[] = [];
  for (const arn of arns) {
    await page.goto(new URL(`${pathOf(arn)}?view=events`, address).href);
    await page.locator('.event-row:not(.list-head)').first().waitFor();
    const rows = await sinceNavigation(page);
    await page.getByText(/^20,\d{3} events$/).waitFor();
    loads.push({ paint: await firstPaint(page), rows, whole: await sinceNavigation(page) });
  }
  const best = (of: keyof (typeof loads)[number]) => Math.min(...loads.map((load) => load[of]));
  const frames = await Frames.of(page);
  const scrolled = await frames.scrolling('[aria-label=Events].virtual');
  const typed = await frames.typing('Filter events', 'step 3');
  await page.getByRole('tab', { name: 'Timeline' }).click();
  const timeline = await frames.scrolling('[aria-label=Timeline].virtual');
  return [
    painted('20,000 events: first paint', best('paint')),
    painted('20,000 events: first rows', best('rows')),
    {
      what: '20,000 events: all rows',
      value: `${Math.round(best('whole'))} ms`,
      target: 'none',
      isMet: true,
    },
    worked('20,000 events: scrolling, per frame', scrolled),
    worked('20,000 events: typing a filter, per frame', typed),
    worked('10,000 bars: scrolling, per frame', timeline),
  ];
}

async function measureChildren(page: Page, address: string, arn: string): Promise<Measurement[]> {
  await page.goto(new URL(pathOf(arn), address).href);
  await page.getByRole('link', { name: 'Map Run' }).first().click();
  await page.locator('svg[data-cells="2500"]').waitFor();
  const paints: number[] = [];
  const cells: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    await page.reload();
    await page.locator('svg[data-cells="2500"]').waitFor();
    cells.push(await sinceNavigation(page));
    paints.push(await firstPaint(page));
  }
  const scrolled = await (await Frames.of(page)).scrolling('[aria-label=Children].virtual');
  return [
    painted('2,500 children: first paint', Math.min(...paints)),
    painted('2,500 children: all cells', Math.min(...cells)),
    worked('2,500 children: scrolling, per frame', scrolled),
  ];
}

function painted(what: string, milliseconds: number): Measurement {
  const target = `< ${MAX_PAINT_MS} ms`;
  return { what, value: `${Math.round(milliseconds)} ms`, target, isMet: milliseconds < MAX_PAINT_MS };
}

/** Describes a measurement of the page's main thread, in milliseconds of processor time. */
function worked(what: string, milliseconds: number): Measurement {
  const target = `< ${MAX_FRAME_MS} ms`;
  return { what, value: `${milliseconds.toFixed(1)} ms`, target, isMet: milliseconds < MAX_FRAME_MS };
}
