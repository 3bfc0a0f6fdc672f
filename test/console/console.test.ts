import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  DescribeStateMachineCommand,
  paginateListExecutions,
  SFNClient,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { LocalEndpoints } from '../../cli/runtime/local-endpoints.ts';
import { type RunningChild, startTvguide, temporaryFolder } from '../cli/testing/child.ts';
import { drawnWhileScrolling, enter, findChromium, launchBrowser } from './browser.ts';
import { runLargeMachines } from '../../bench/console/large-runs.ts';

jest.setTimeout(90_000);

const HOSTILE = '<img src=x onerror=alert(1)>';
const CATALOGUE = `Watchmode ID,IMDB ID,TMDB ID,TMDB Type,Title,Year
"9000001","tt0903747","1396","tv","Breaking Bad","2008"
"9000008","tt3032476","60059","tv","${HOSTILE}","2015"
"9000015","tt0111161","278","movie","The Shawshank Redemption","1994"
`;
const BROKEN = 9_000_015;
const run = (name: string) => `/runs/${encodeURIComponent(`title-ingestion:${name}`)}`;

/** Retries so short that an outage fails a run at once. */
async function shortenRetries(client: SFNClient, stateMachineArn: string): Promise<void> {
  const { definition = '' } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const hasty = JSON.stringify(JSON.parse(definition), (key, value: unknown) =>
    key === 'IntervalSeconds' || key === 'MaxDelaySeconds'
      ? 1
      : key === 'MaxAttempts' && value !== 0
        ? 1
        : value,
  ).replace(/"MaxDelaySeconds":1,?/g, '');
  await client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: hasty }));
}

const isThere = findChromium() !== undefined;
if (!isThere) {
  process.stderr.write(
    'left out, since no Chromium is on the PATH (CHROMIUM_PATH names another): the console\n',
  );
}
const describeInBrowser = isThere ? describe : describe.skip;

describeInBrowser('the console in a browser', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let runtime: RunningChild;
  let endpoints: LocalEndpoints & { readonly console: string };
  let client: SFNClient;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let origin: string;
  const faults: string[] = [];

  beforeAll(async () => {
    folder = await temporaryFolder();
    await writeFile(join(folder.path, 'titles.csv'), CATALOGUE);
    runtime = startTvguide(['up', '--port', '0', '--json', '--catalogue', 'titles.csv'], {
      cwd: folder.path,
    });
    const [line, started] = await Promise.all([runtime.firstLine, launchBrowser()]);
    endpoints = JSON.parse(line) as typeof endpoints;
    browser = started;
    origin = new URL(endpoints.console).origin;
    client = new SFNClient({
      endpoint: endpoints.stepFunctions,
      region: 'eu-west-2',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      requestHandler: new NodeHttpHandler(),
    });
    await shortenRetries(client, endpoints.stateMachineArn ?? '');
    context = await browser.newContext();
    // Every wait ends with what it waits for: this is how long a busy machine may take.
    context.setDefaultTimeout(30_000);
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('dialog', (dialog) => faults.push(`dialog ${dialog.message()}`));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text());
    });
    await enter(page, endpoints.console);
  });

  afterAll(async () => {
    await browser.close();
    client.destroy();
    await runtime.stop('SIGINT');
    await folder.remove();
  });

  const status = (text: string) => page.locator('.run-head .status', { hasText: text });
  const open = (path: string) => page.goto(`${origin}${path}`);
  const switchFault = async (label: string, on: boolean) => {
    await open('/watchmode');
    await page.getByRole('switch', { name: label }).setChecked(on);
    await page.getByRole('switch', { name: label, checked: on }).waitFor();
  };
  const start = async (name: string, example?: string) => {
    await open('/start');
    if (example !== undefined) await page.getByLabel('The input as it is sent').fill(example);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
  };

  it('starts a run, and shows it go green', async () => {
    await start('green');
    await status('succeeded').waitFor();

    expect(await page.locator('.facts').first().innerText()).toMatch(/3 discovered\s+3 published/);
    expect(await page.locator('[data-state="Ingest titles"]').getAttribute('aria-label')).toContain(
      '3 of 3 items',
    );
    await open('/runs');
    expect(await page.getByRole('row', { name: /green/ }).innerText()).toContain('succeeded');
  });

  it('refuses an input that breaks a rule, at the field that does', async () => {
    await open('/start');
    await page.getByLabel('maxTitles').fill('0');
    await page.locator('.field.wrong').waitFor();

    expect(await page.locator('.field.wrong').innerText()).toContain('maxTitles');
    expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
  });

  it('shows a title that is broken as deferred, with its attempts', async () => {
    await open('/watchmode');
    await page.getByLabel(/In force/).fill(`broken:${BROKEN}`);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('switch', { name: 'Broken titles', checked: true }).waitFor();
    await start('with-deferred', '{"window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-02T00:00:00Z"}}');
    await status('succeeded').waitFor();
    expect(await page.locator('.facts').first().innerText()).toContain('1 deferred');

    await open(`/titles/${BROKEN}`);
    const chapter = page.locator('.chapter', { hasText: 'with-deferred' });
    await chapter.waitFor();
    expect(await chapter.innerText()).toMatch(/deferred[\s\S]*attempt 1[\s\S]*Watchmode\.Unavailable/);
    await open('/watchmode');
    await page.getByRole('button', { name: 'All off' }).click();
    await page.getByRole('switch', { name: 'Broken titles', checked: false }).waitFor();
  });

  it('leads from a run that an outage failed to the attempt, and redrives it from a preview', async () => {
    await switchFault('Outage', true);
    await start('outage', '{"titleIds":[9000001,9000008]}');
    await status('failed').waitFor();
    const failure = page.getByRole('region', { name: 'What went wrong' });
    await failure.waitFor();

    expect(await failure.innerText()).toMatch(/Watchmode\.Unavailable in List new titles, attempt 2/);
    expect(await failure.locator('.advice').innerText()).toContain('Redrive');
    await page.locator('.attempts li').nth(1).waitFor();
    expect(await page.locator('.attempts').innerText()).toMatch(/Waited [\d.]+ m?s before the next attempt/);
    expect(await page.locator('.attempts .log-line').first().innerText()).toContain('503');

    await switchFault('Outage', false);
    await open(run('outage'));
    await page.getByRole('button', { name: 'Redrive …' }).click();
    const preview = page.getByRole('dialog');
    expect(await preview.locator('dl').innerText()).toContain('List new titles, and what follows');
    await preview.getByRole('button', { name: 'Redrive', exact: true }).click();
    await status('succeeded').waitFor();
    await open('/stream');
    await page.getByText(/\d+ events?, \d+ distinct ids?/).waitFor();
    // What was published again in other runs has the ids that it had: three titles, three ids.
    await page.getByText(/events, 3 distinct ids/).waitFor();
    expect(await page.locator('.virtual-row').count()).toBeGreaterThanOrEqual(3);
  });

  it('keeps the place of every kind of deep link through a reload', async () => {
    const arns: string[] = [];
    for await (const { executions = [] } of paginateListExecutions(
      { client },
      { stateMachineArn: endpoints.stateMachineArn },
    )) {
      arns.push(...executions.map(({ executionArn = '' }) => executionArn));
    }
    expect(arns).toHaveLength(3);

    await open(run('outage'));
    await page.getByRole('button', { name: /^List new titles/ }).click();
    await page.getByRole('tab', { name: 'Attempts' }).click();
    await page.getByRole('link', { name: 'Attempt 2' }).click();
    await page.reload();
    await page.locator('.attempt-head[aria-current]', { hasText: 'Attempt 2' }).waitFor();

    await open(`${run('outage')}?view=events&event=5`);
    await page.getByRole('heading', { name: /^Event 5: / }).waitFor();

    await open(run('green'));
    await page.getByRole('link', { name: 'Map Run' }).click();
    await page.getByRole('heading', { name: 'Map Run' }).waitFor();
    await page.reload();
    await page.locator('.child-name').first().click();
    await page.getByRole('button', { name: /^Fetch title details/ }).click();
    await page.getByRole('link', { name: 'This iteration alone' }).click();
    await page.reload();
    await page.getByText(/^Iteration \d alone/).waitFor();

    await open('/stream');
    await page.locator('.virtual-row').first().click();
    await page.reload();
    await page.getByRole('link', { name: 'Its story' }).click();
    await page.locator('.chapter').first().waitFor();
    expect(page.url()).toMatch(/\/titles\/9000\d{3}$/);
  });

  it('opens a run that was exported to a file', async () => {
    await open(run('green'));
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export' }).click();
    const file = await (await download).path();
    await open('/runs');
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('from a file').waitFor();

    expect(await status('succeeded').count()).toBe(1);
    expect(await page.locator('[data-state="Ingest titles"]').getAttribute('aria-label')).toContain(
      '3 of 3 items',
    );
  });

  it('shows what a payload says as text', async () => {
    await open(`/titles?q=${encodeURIComponent('onerror')}`);
    await page.getByRole('link', { name: HOSTILE }).click();
    await page.getByRole('heading', { name: HOSTILE, level: 1 }).waitFor();

    expect(await page.locator('main img').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('is closed to a page of another origin', async () => {
    const other: Server = createServer((_, response) => response.end('<!doctype html>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const stranger = await context.newPage();
    await stranger.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const reached = await stranger.evaluate(`(async () => {
      const tries = [
        () => fetch('${origin}/api/session', { credentials: 'include' }),
        () => fetch('${origin}/api/stop', { method: 'POST', credentials: 'include', body: '{}' }),
        () => fetch('${endpoints.stepFunctions}/', { method: 'POST', body: '{}' }),
      ];
      return Promise.all(tries.map((attempt) => attempt().then(() => 'answered', () => 'refused')));
    })()`);
    await stranger.close();
    await new Promise((resolve) => other.close(resolve));

    expect(reached).toEqual(['refused', 'refused', 'refused']);
  });

  it('serves the same pages over executions as on AWS, to look only', async () => {
    const args = [
      'console',
      '--endpoint-url',
      endpoints.stepFunctions,
      '--region',
      'eu-west-2',
      '--port',
      '0',
      '--json',
    ];
    const env = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-for-pages' };
    const served = startTvguide(args, { cwd: folder.path, env });
    const { console: address } = JSON.parse(await served.firstLine) as { readonly console: string };
    const visitor = await browser.newPage();
    const texts: Promise<string>[] = [];
    await enter(visitor, address);
    visitor.on('response', (response) => {
      if (response.request().resourceType() === 'fetch') texts.push(response.text());
    });
    await visitor.goto(new URL(run('green'), address).href);
    await visitor.locator('.run-head .status', { hasText: 'succeeded' }).waitFor();

    expect(await visitor.locator('.world.aws').innerText()).toMatch(
      /AWS 000000000000 · eu-west-2.*read only/,
    );
    expect(await visitor.getByRole('link', { name: /Start/ }).count()).toBe(0);
    const refused = await visitor.evaluate(
      `fetch('/api/start', { method: 'POST', body: '{"input":{}}' }).then(async (answer) => [answer.status, (await answer.json()).problem])`,
    );
    expect(refused).toEqual([403, expect.stringContaining('--allow-changes')]);
    expect((await Promise.all(texts)).join('')).not.toContain('not-for-pages');
    await served.stop('SIGINT');
    await visitor.getByRole('status').getByText('disconnected, trying again').waitFor();
    // What it knows stays in sight.
    expect(await visitor.locator('.run-head .status', { hasText: 'succeeded' }).count()).toBe(1);
    await visitor.close();
  });

  it.each([
    ['dark, 360 px wide', { colorScheme: 'dark', viewport: { width: 360, height: 740 } }],
    ['light, at 200%', { colorScheme: 'light', viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }],
  ] as const)('has no barrier and nothing that sticks out: %s', async (_, settings) => {
    // axe builds styles and frames of its own, which the policy of the pages forbids.
    const plain = await browser.newContext({ ...settings, bypassCSP: true });
    const visitor = await plain.newPage();
    await enter(visitor, endpoints.console);
    const pages = [
      '/runs',
      run('outage'),
      `${run('green')}?view=events&event=3`,
      '/start',
      `/titles/${BROKEN}`,
      '/titles',
      '/stream',
      '/watchmode',
      `/compare?a=${encodeURIComponent('title-ingestion:green')}&b=${encodeURIComponent('title-ingestion:outage')}`,
    ];
    await visitor.goto(`${origin}${run('green')}`);
    await visitor.getByRole('link', { name: 'Map Run' }).click();
    await visitor.locator('.child-name').first().waitFor();
    pages.push(new URL(visitor.url()).pathname);
    await visitor.locator('.child-name').first().click();
    await visitor.locator('.run-head').waitFor();
    pages.push(new URL(visitor.url()).pathname);
    await visitor.goto(`${origin}/stream`);
    await visitor.locator('.virtual-row').first().click();
    await visitor.locator('.one-event').waitFor();
    pages.push(new URL(visitor.url()).pathname);
    const found: unknown[] = [];
    for (const path of pages) {
      await visitor.goto(`${origin}${path}`);
      await visitor.locator('main h1').waitFor();
      await visitor
        .getByText(/^(Asking|Comparing|Connecting|Loading|Looking|Reading|Searching)\b.* …$/)
        .first()
        .waitFor({ state: 'detached' });
      await visitor.evaluate(axe.source);
      const { violations } = await visitor.evaluate<{
        violations: { id: string; nodes: { html: string }[] }[];
      }>('axe.run(document, { resultTypes: ["violations"] })');
      found.push(...violations.map(({ id, nodes }) => [path, id, nodes.slice(0, 3).map(({ html }) => html)]));
      const wider = await visitor.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      if (wider > 0) found.push([path, `is ${wider} px wider than the window`]);
    }
    await plain.close();

    expect(found).toEqual([]);
  });

  // How long it takes is what `npm run bench` measures: here other work on the machine must not matter.
  it('draws the rows in the window alone of 20,000 events, 10,000 bars and 2,500 children', async () => {
    const large = await runLargeMachines(client, { iterations: 1_000, children: 2_500 });
    const id = (arn: string) => encodeURIComponent(arn.split(':').slice(6).join(':'));

    await open(`/runs/${id(large.events)}?view=events`);
    await page.getByText(/^20,\d{3} events$/).waitFor();
    const events = await drawnWhileScrolling(page, '[aria-label=Events].virtual');
    await page.getByLabel('Filter events').fill('step 3');
    await page.getByText(/^2,000 of 20,\d{3} events$/).waitFor();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    const bars = await drawnWhileScrolling(page, '[aria-label=Timeline].virtual');
    await open(`/runs/${id(large.children)}`);
    await page.getByRole('link', { name: 'Map Run' }).click();
    await page.locator('[data-cell="2499"]').waitFor();
    const children = await drawnWhileScrolling(page, '[aria-label=Children].virtual');

    expect(events.rows).toBeGreaterThan(20_000);
    expect(bars.rows).toBeGreaterThan(9_000);
    expect(children.rows).toBe(2_500);
    for (const { lastDrawn, rows } of [events, bars, children]) expect(lastDrawn).toBe(rows);
    expect(Math.max(events.most, bars.most, children.most)).toBeLessThan(60);
  });
});
