import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser, OpenedConsole, run, TITLES } from './support/opened-console.ts';

const WINDOW = { window: { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' } };

describeInBrowser('the overview of runs', () => {
  let opened: OpenedConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await OpenedConsole.open({ ownStream: true });
    ({ page } = opened);
    await opened.section('Watchmode');
    await page.getByLabel(/in force/).fill(`broken:${TITLES.shawshank}`);
    await page.getByRole('button', { name: 'Apply' }).click();
    await opened.start('well', WINDOW);
    await opened.status('succeeded').waitFor();
    await opened.switchFault('Outage', true);
    for (const name of ['struck-1', 'struck-2']) {
      await opened.start(name, WINDOW);
      await opened.status('failed').waitFor();
    }
  });

  afterAll(() => opened.close());

  it('sums up the runs of each day, in a chart and as a table', async () => {
    await opened.goto('/runs?chart=days');
    const columns = page.getByRole('img', { name: /^Runs of the last 30 days, at most 3 a day$/ });
    await columns.waitFor();
    expect(await columns.locator('.day title').last().textContent()).toMatch(
      /: 3 runs, 2 failed\n2 titles published, 1 deferred\n/,
    );

    await page.getByText('Figures of 30 days').click();
    const rows = page.getByRole('region', { name: 'Figures of the days' }).getByRole('row');
    expect(await rows.last().innerText()).toMatch(/^20\d\d-\d\d-\d\d\s+3\s+2\s+2\s+1\s/);
    await page.getByRole('link', { name: 'Failures' }).click();
    await page.getByRole('img', { name: /^Failures of the last 30 days, at most 2 a day$/ }).waitFor();
  });

  it('says how many days a narrow window shows', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await opened.goto('/runs?chart=days');
    await page.getByRole('img', { name: /^Runs of the last \d+ days/ }).waitFor();
    // The chart has no days before they are read.
    await page.getByText(/This window has room for the newest [1-9]\d* of 30 days/).waitFor();
    await page.locator('.day').first().waitFor();
    const shown = await page.locator('.day').count();

    expect(shown).toBeLessThan(20);
    await page.getByText(`This window has room for the newest ${shown} of 30 days`).waitFor();
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.locator('.day').nth(29).waitFor();
    expect(await page.getByText('has room for').count()).toBe(0);
  });

  it('lists the deferred titles, which no event on the stream names', async () => {
    await opened.section('Titles');
    const deferred = page.getByRole('region', { name: 'Deferred titles' });
    // The catalogue names it.
    await deferred.getByText('The Shawshank Redemption').waitFor();

    expect(await deferred.innerText()).toMatch(
      /The Shawshank Redemption\s+Watchmode\.Unavailable\s+in 1 run/,
    );
  });

  it('finds runs by name, and redrives several after one preview', async () => {
    await opened.section('Runs');
    await page.getByLabel('Search runs by name').fill('STRUCK');
    await page.waitForURL((url) => url.searchParams.get('name') === 'STRUCK');
    await page.getByRole('row', { name: /well/ }).waitFor({ state: 'detached' });
    await page.getByLabel('Select struck-1').check();
    await page.getByLabel('Select struck-2').check();
    await page.getByRole('button', { name: 'Redrive 2 selected …' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('row', { name: /struck-1\s+List new titles/ }).waitFor();
    await dialog.getByText('Faults that are on: Broken titles, Outage.').waitFor();
    await dialog.getByRole('link', { name: 'Turn off' }).click();
    await page.getByRole('button', { name: 'All off' }).click();
    await page.getByRole('switch', { name: 'Outage', checked: false }).waitFor();

    await page.goBack();
    await page.getByLabel('Select all runs').check();
    await page.getByRole('button', { name: 'Redrive 2 selected …' }).click();
    await dialog.getByRole('button', { name: 'Redrive 2 runs' }).click();
    await dialog.waitFor({ state: 'detached' });
    for (const name of ['struck-1', 'struck-2'])
      await page.getByRole('row', { name: new RegExp(`Succeeded.*${name}`) }).waitFor();
    expect(opened.faults).toEqual([]);
  });

  it('has room for each column and a long name in windows of every width', async () => {
    const name = 'manual-2026-11-30T02-14-57Z-catalogue-sweep-df3ba5';
    await opened.start(name, { feed: 'catalogue', services: ['Netflix'] });
    await opened.status('succeeded').waitFor();
    await opened.section('Runs');
    const link = page.getByRole('link', { name, exact: true });
    for (const width of [390, 768, 1024, 1241, 1280, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await link.waitFor();
      const found = await page.evaluate(`(() => {
        const list = document.querySelector('[aria-label="Runs"]');
        const name = document.querySelector('[aria-label="${name}"]');
        const [start] = name.firstElementChild.children;
        // A phone has no room for a whole name.
        const cut = innerWidth < 400 ? 0 : start.scrollWidth - start.clientWidth;
        const isBarTwoLines = innerWidth > 760 && document.querySelector('.top').offsetHeight > 48;
        return { beyond: list.scrollWidth - list.clientWidth, cut, isBarTwoLines };
      })()`);

      expect({ width, ...(found as object) }).toEqual({ width, beyond: 0, cut: 0, isBarTwoLines: false });
    }
  });

  it('shows a state in the address that was chosen before it was entered', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await opened.goto(`${run('well')}?state=Ingest%20titles`);
    await page.locator('.inspector').getByRole('heading', { name: 'Ingest titles' }).waitFor();

    expect(await page.getByText('was not entered in this run').count()).toBe(0);
  });

  it('shows the selected state of a graph that is wider than its pane', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await opened.goto(`${run('well')}?state=Summarise%20plan`);
    await opened.state('Summarise plan').waitFor();
    const beyond = `(() => {
      const box = (selector) => document.querySelector(selector).getBoundingClientRect();
      const [state, pane] = [box('[data-state="Summarise plan"]'), box('.graph-scroll')];
      return Math.max(0, pane.left - state.left, state.right - pane.right);
    })()`;
    // The graph follows to the state once it has its width.
    await page.waitForFunction(`${beyond} === 0`);

    expect(await page.evaluate(beyond)).toBe(0);
  });
});
