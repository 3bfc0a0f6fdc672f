import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { runLargeMachines } from '../../../bench/console/large-runs.ts';
import { ATTRIBUTION } from '../../../operate/catalogue/attribution.ts';
import { startTvguide } from '../../cli/support/child.ts';
import { Barriers } from './support/barriers.ts';
import { drawnWhileScrolling, enter } from './support/browser.ts';
import { describeInBrowser, HOSTILE, OpenedConsole, run, TITLES } from './support/opened-console.ts';

describeInBrowser('the console in a browser', () => {
  let opened: OpenedConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await OpenedConsole.open();
    ({ page } = opened);
  });

  /** Clean-up that a failed test leaves behind. */
  const left: (() => Promise<unknown>)[] = [];
  afterEach(() => Promise.all(left.splice(0).map((end) => end())));
  afterAll(() => opened.close());

  const status = (text: string) => opened.status(text);
  const open = (path: string) => opened.goto(path);
  const once = <Made>(make: () => Promise<Made>) => {
    let made: Promise<Made> | undefined;
    return () => (made ??= make());
  };
  /** Runs that several tests share. The first test that needs one starts it. */
  const runs = {
    green: once(async () => {
      await opened.start('green');
      await status('succeeded').waitFor();
    }),
    outage: once(async () => {
      await opened.switchFault('Outage', true);
      await opened.start('outage', { titleIds: [TITLES.breakingBad, TITLES.hostile] });
      await status('failed').waitFor();
      await opened.switchFault('Outage', false);
    }),
  };

  it('starts a run, and shows it succeed', async () => {
    await runs.green();
    await open(run('green'));
    await status('succeeded').waitFor();

    expect(await page.locator('.run-head').innerText()).toMatch(/3 discovered\s+3 published/);
    expect(await page.locator('[data-state="Ingest titles"]').getAttribute('aria-label')).toContain(
      '3 of 3 items',
    );
    await open('/runs');
    expect(await page.getByRole('row', { name: /green/ }).innerText()).toContain('Succeeded');
  });

  it('shows a broken title as deferred, with its attempts', async () => {
    await opened.switchFault('Broken titles', true);
    // The switch breaks one title in fifty, which may be none of the three.
    await page.getByLabel(/in force/).fill(`broken:${TITLES.shawshank}`);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText(`titles ${TITLES.shawshank}`).waitFor();
    await opened.start('with-deferred', {
      window: { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' },
    });
    await status('succeeded').waitFor();
    expect(await page.locator('.run-head').innerText()).toContain('1 deferred');

    const setAside = page.getByRole('group', { name: 'Titles without a record' });
    await setAside.getByText('The Shawshank Redemption').waitFor();
    expect(await setAside.innerText()).toContain(`${TITLES.shawshank} The Shawshank Redemption deferred`);
    await setAside.getByRole('link', { name: String(TITLES.shawshank) }).click();
    const chapter = page.locator('.chapter', { hasText: 'with-deferred' });
    await chapter.waitFor();
    expect(await chapter.innerText()).toMatch(/Deferred[\s\S]*attempt 1[\s\S]*Watchmode\.Unavailable/);
    await opened.section('Watchmode');
    await page.getByRole('button', { name: 'All off' }).click();
    await page.getByRole('switch', { name: 'Broken titles', checked: false }).waitFor();
  });

  it('shows the watermark, the claim and the waiting titles of a feed', async () => {
    await opened.section('Feeds');
    const feed = page.getByRole('article', { name: 'new_titles' });
    const waiting = feed.getByRole('region', { name: /^Waiting/ });
    await waiting.getByRole('link', { name: `${TITLES.shawshank} The Shawshank Redemption` }).waitFor();
    expect(await waiting.getByRole('row', { name: String(TITLES.shawshank) }).innerText()).toMatch(
      /1\s+with-deferred\s+Watchmode\.Unavailable GET/,
    );

    await opened.start('open-window', {});
    await status('succeeded').waitFor();
    await opened.section('Feeds');
    await feed.getByText('not running').waitFor();
    expect(await feed.innerText()).toMatch(
      /Ingested up to\s+\S+ [\d.]+ m?s behind\s+Open window\s+open-window not running, claimed.*\s+Titles waiting\s+0/,
    );
    await feed.getByRole('link', { name: 'open-window' }).click();
    await page.getByRole('heading', { name: 'open-window', level: 1 }).waitFor();
    expect(opened.faults).toEqual([]);
  });

  it('links from a run that an outage failed to the attempt, and redrives it from a preview', async () => {
    await runs.green();
    await runs.outage();
    await open(run('outage'));
    await status('failed').waitFor();
    const failure = page.getByRole('region', { name: 'Cause of the failure' });
    await failure.waitFor();

    expect(await failure.innerText()).toMatch(/Watchmode\.Unavailable in List new titles, attempt 2/);
    expect(await failure.locator('.advice').innerText()).toContain('Redrive');
    await page.locator('.attempts li').nth(1).waitFor();
    expect(await page.locator('.attempts').innerText()).toMatch(/Waited [\d.]+ m?s before the next attempt/);
    expect(await page.locator('.attempts .log-line').first().innerText()).toContain('503');

    await page.getByRole('button', { name: 'Redrive …' }).click();
    const preview = page.getByRole('dialog');
    expect(await preview.locator('dl').innerText()).toContain('List new titles and all later states');
    await preview.getByRole('button', { name: 'Redrive', exact: true }).click();
    await status('succeeded').waitFor();
    await open('/stream');
    await page.getByText(/\d+ events?, \d+ distinct ids?/).waitFor();
    // Each run observes the titles anew, and its redrive repeats the ids.
    await page.getByText(/events, (?![03] )\d+ distinct ids/).waitFor();
    expect(await page.locator('.virtual-row').count()).toBeGreaterThanOrEqual(3);
  });

  it('keeps every deep link through a reload', async () => {
    await runs.green();
    await runs.outage();
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
    await page.getByRole('link', { name: 'Only this iteration' }).click();
    await page.reload();
    await page.getByText(/^Only iteration \d/).waitFor();

    await open('/stream');
    await page.locator('.virtual-row').first().click();
    await page.reload();
    await page.getByRole('link', { name: 'Title history' }).click();
    await page.locator('.chapter').first().waitFor();
    expect(page.url()).toMatch(/\/titles\/9000\d{3}$/);
  });

  it('imports an exported run with its children', async () => {
    await runs.green();
    await open(run('green'));
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export' }).click();
    const file = await (await download).path();
    await open('/runs');
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText('imported', { exact: true }).waitFor();

    expect(await status('succeeded').count()).toBe(1);
    expect(await page.locator('[data-state="Ingest titles"]').getAttribute('aria-label')).toContain(
      '3 of 3 items',
    );
    await page.getByRole('link', { name: 'Map Run' }).click();
    await page.getByText('From a file with the histories of 1 of 1 child execution.').waitFor();
    await page.locator('.child-name').first().click();
    await page.getByText('imported', { exact: true }).waitFor();
    await opened.state('Fetch title details').and(page.locator('.good')).click();
    await page.getByRole('heading', { name: 'Fetch title details', level: 2 }).waitFor();
  });

  it('shows markup in a payload as text', async () => {
    await runs.green();
    await open(`/titles?q=${encodeURIComponent('onerror')}`);
    await page.getByRole('link', { name: HOSTILE }).click();
    await page.getByRole('heading', { name: HOSTILE, level: 1 }).waitFor();

    expect(await page.locator('main img').count()).toBe(0);
    expect(opened.faults).toEqual([]);
  });

  it('is closed to a page of another origin', async () => {
    const other: Server = createServer((_, response) => response.end('<!doctype html>'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const stranger = await opened.context.newPage();
    await stranger.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    const reached = await stranger.evaluate(`(async () => {
      const tries = [
        () => fetch('${opened.origin}/api/session', { credentials: 'include' }),
        () => fetch('${opened.origin}/api/stop', { method: 'POST', credentials: 'include', body: '{}' }),
        () => fetch('${opened.endpoints.stepFunctions}/', { method: 'POST', body: '{}' }),
      ];
      return Promise.all(tries.map((attempt) => attempt().then(() => 'answered', () => 'refused')));
    })()`);
    await stranger.close();
    await new Promise((resolve) => other.close(resolve));

    expect(reached).toEqual(['refused', 'refused', 'refused']);
  });

  it('serves the same pages read-only for AWS', async () => {
    await runs.green();
    const args = [
      'console',
      '--endpoint-url',
      opened.endpoints.stepFunctions,
      '--region',
      'eu-west-2',
      '--profile',
      'streaming',
      '--port',
      '0',
      '--json',
    ];
    const [AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE] = ['config', 'credentials'].map((name) =>
      join(opened.folder, name),
    ) as [string, string];
    await writeFile(AWS_CONFIG_FILE, '[profile streaming]\nregion = eu-west-2\n');
    await writeFile(
      AWS_SHARED_CREDENTIALS_FILE,
      '[streaming]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = not-for-pages\n',
    );
    const env = { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE };
    const served = startTvguide(args, { cwd: opened.folder, env });
    left.push(() => served.stop('SIGINT'));
    const { console: address } = JSON.parse(await served.firstLine) as { readonly console: string };
    const visitor = await opened.browser.newPage();
    const texts: Promise<string>[] = [];
    await enter(visitor, address);
    // The texts of answers are gone with their page, so those of the first page must not be asked for.
    await visitor.goto('about:blank');
    visitor.on('response', (response) => {
      if (response.request().resourceType() === 'fetch') texts.push(response.text());
    });
    await visitor.goto(new URL(run('green'), address).href);
    await visitor.locator('.run-head .status', { hasText: 'succeeded' }).waitFor();

    expect(await visitor.locator('.environment.aws').innerText()).toMatch(
      /AWS 000000000000 · eu-west-2 · streaming · .*read only/,
    );
    const colourOf = (of: Page) =>
      of.evaluate<string>("getComputedStyle(document.querySelector('.environment')).color");
    expect(await colourOf(visitor)).not.toBe(await colourOf(page));
    expect(await visitor.getByRole('link', { name: /Start/ }).count()).toBe(0);
    const refused = await visitor.evaluate(
      `fetch('/api/start', { method: 'POST', body: '{"input":{}}' }).then(async (answer) => [answer.status, (await answer.json()).problem])`,
    );
    expect(refused).toEqual([403, expect.stringContaining('--allow-changes')]);
    expect((await Promise.all(texts)).join('')).not.toMatch(/not-for-pages|AKIDEXAMPLE/);
    await served.stop('SIGINT');
    await visitor.getByRole('status').getByText('disconnected, trying again').waitFor();
    // The page keeps its content.
    expect(await visitor.locator('.run-head .status', { hasText: 'succeeded' }).count()).toBe(1);
    await visitor.close();
  });

  it('has no accessibility violation and no overflow, dark at 360 px and light at 200%', async () => {
    await runs.green();
    await runs.outage();
    // axe adds styles and frames, which the policy of the pages forbids.
    const plain = await opened.browser.newContext({ bypassCSP: true });
    const visitor = await plain.newPage();
    await enter(visitor, opened.endpoints.console);
    const pages = [
      '/runs',
      '/feeds',
      '/new',
      run('outage'),
      `${run('green')}?view=events&event=3`,
      '/start',
      `/titles/${TITLES.shawshank}`,
      '/titles',
      '/stream',
      '/watchmode',
      `/compare?a=${encodeURIComponent('title-ingestion:green')}&b=${encodeURIComponent('title-ingestion:outage')}`,
    ];
    await visitor.goto(`${opened.origin}${run('green')}`);
    await visitor.getByRole('link', { name: 'Map Run' }).click();
    await visitor.locator('.child-name').first().waitFor();
    pages.push(new URL(visitor.url()).pathname);
    await visitor.locator('.child-name').first().click();
    await visitor.locator('.run-head').waitFor();
    pages.push(new URL(visitor.url()).pathname);
    await visitor.goto(`${opened.origin}/stream`);
    await visitor.locator('.virtual-row').first().click();
    await visitor.locator('.one-event').waitFor();
    pages.push(new URL(visitor.url()).pathname);
    const barriers = await Barriers.of(visitor);
    const found: unknown[] = [];
    for (const path of pages) {
      await visitor.goto(`${opened.origin}${path}`);
      await visitor.locator('main h1').waitFor();
      await visitor
        .getByText(/^(Asking|Comparing|Connecting|Loading|Looking|Reading|Searching)\b.* …$/)
        .first()
        .waitFor({ state: 'detached' });
      found.push(...(await barriers.find()).map((barrier) => [path, ...barrier]));
    }
    await plain.close();

    expect(found).toEqual([]);
  });

  it.each([
    '/runs',
    '/feeds',
    '/new',
    '/start',
    '/titles',
    `/titles/${TITLES.shawshank}`,
    '/stream',
    '/none',
  ])('names Watchmode as the origin of the data, in sight: %s', async (path) => {
    await runs.green();
    await open(path);
    await page.locator('main h1').waitFor();
    const link = page.getByRole('contentinfo').getByRole('link', { name: ATTRIBUTION.text, exact: true });

    expect(await link.getAttribute('href')).toBe(ATTRIBUTION.url);
    const { y, height } = (await link.boundingBox())!;
    expect(y).toBeGreaterThan(0);
    expect(y + height).toBeLessThanOrEqual(page.viewportSize()!.height);
  });

  // `npm run bench` measures the times, which depend on other work on the machine.
  it('draws only the visible rows of 20,000 events, 10,000 bars and 2,500 children', async () => {
    const large = await runLargeMachines(opened.client, { iterations: 1_000, children: 2_500 });
    const id = (arn: string) => encodeURIComponent(arn.split(':').slice(6).join(':'));

    await open(`/runs/${id(large.events[0] ?? '')}?view=events`);
    await page.getByText(/^20,\d{3} events$/).waitFor();
    const events = await drawnWhileScrolling(page, '[aria-label=Events].virtual');
    await page.getByLabel('Filter events').fill('step 3');
    await page.getByText(/^2,000 of 20,\d{3} events$/).waitFor();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    const bars = await drawnWhileScrolling(page, '[aria-label=Timeline].virtual');
    await open(`/runs/${id(large.children)}`);
    await page.getByRole('link', { name: 'Map Run' }).click();
    await page.locator('svg[data-cells="2500"]').waitFor();
    const children = await drawnWhileScrolling(page, '[aria-label=Children].virtual');

    expect(events.rows).toBeGreaterThan(20_000);
    expect(bars.rows).toBeGreaterThan(9_000);
    expect(children.rows).toBe(2_500);
    for (const { lastDrawn, rows } of [events, bars, children]) expect(lastDrawn).toBe(rows);
    expect(Math.max(events.most, bars.most, children.most)).toBeLessThan(60);
  });
});
