import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { holdBatches, releaseBatches } from './support/held-batches.ts';
import { describeInBrowser, HOSTILE, OpenedConsole, run, TITLES } from './support/opened-console.ts';

const NAME = 'a-run-with-deferred-titles-and-a-longer-name';
const WINDOW = { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' };

describeInBrowser('a Map Run in a browser', () => {
  let opened: OpenedConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await OpenedConsole.open({
      change: (definition) => {
        holdBatches(definition);
        // The second batch waits, and the third is not started.
        Object.assign(definition.States['Ingest titles'] ?? {}, { MaxConcurrency: 1 });
      },
    });
    ({ page } = opened);
  });
  afterAll(() => opened.close());

  const openMapRun = async (name: string) => {
    await opened.goto(run(name));
    await page.getByRole('link', { name: 'Map Run' }).first().click();
    await page.locator('.cells svg').waitFor();
  };
  const cells = (tone: string, count: number) => page.locator(`.cell.${tone}[data-cells="${count}"]`);

  it('shows a cell for a child execution that is not started yet', async () => {
    await opened.start('held', { titleIds: Object.values(TITLES) });
    await openMapRun('held');
    await cells('pending', 1).waitFor();
    // A child execution that has started may still be missing in the list: then there are fewer cells.
    await page.locator('.cells svg[data-cells="3"]').waitFor();
    await page.locator('.cells svg').hover({ position: { x: 50, y: 9 } });
    await page.getByRole('tooltip').getByText('Not started yet').waitFor();

    await releaseBatches(opened.client);
    await cells('good', 3).waitFor();
    expect(await page.locator('.cell').count()).toBe(1);
  });

  it('tells the children by their titles, and those with deferred titles in amber', async () => {
    const { watchmodeControl = '' } = opened.endpoints as { watchmodeControl?: string };
    const faults = (text: string) =>
      fetch(watchmodeControl, { method: 'PUT', body: JSON.stringify({ faults: text }) });
    await faults(`broken:${TITLES.shawshank}`);
    await opened.start(NAME, { window: WINDOW });
    await opened.status('succeeded').waitFor();
    await faults('');
    await openMapRun(NAME);
    await cells('warn', 1).waitFor();
    await cells('good', 2).waitFor();
    await page.getByRole('link', { name: 'Breaking Bad', exact: true }).waitFor();

    expect(await page.getByRole('group', { name: /^Titles and credits/ }).innerText()).toMatch(
      /2 published\s+1 deferred\s+0 skipped\s+0 rejected\s+4 credits/,
    );
    const rows = page.getByRole('grid', { name: 'Children' }).getByRole('row');
    expect(await rows.first().innerText()).toMatch(
      /1 deferred\s+The Shawshank Redemption\s+The Shawshank Redemption deferred: GET .*Watchmode answers/,
    );
    await page.getByRole('link', { name: /With deferred or rejected titles 1/ }).click();
    expect(await rows.count()).toBe(1);
    await page.getByRole('link', { name: /^All 3/ }).click();
    expect(await page.locator('main img').count()).toBe(0);
    await page.getByRole('link', { name: HOSTILE }).waitFor();
  });

  it('goes through cells and rows with the keys, and back to the same one', async () => {
    await openMapRun(NAME);
    await cells('warn', 1).waitFor();
    const link = page.locator('.cell-link');
    await link.focus();
    const labels: (string | null)[] = [];
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
      await page.keyboard.press(key);
      labels.push(await link.getAttribute('aria-label'));
    }
    expect(new Set(labels).size).toBe(3);
    expect(labels[3]).toBe(labels[2]);
    expect([...new Set(labels)].filter((label) => label?.endsWith(': 1 deferred') === true)).toHaveLength(1);
    await page.getByRole('tooltip').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.run-head').waitFor();
    await page.goBack();
    await page.locator('.cell-link:focus').waitFor();

    const list = page.getByRole('grid', { name: 'Children' });
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = page.locator('.virtual-row.selected .child-name');
    const name = await chosen.innerText();
    await page.keyboard.press('Enter');
    await page.locator('.run-head').waitFor();
    await page.goBack();
    await chosen.waitFor();
    expect(await chosen.innerText()).toBe(name);
    await page.locator('[aria-label=Children]:focus').waitFor();
  });

  it('opens a child in a new tab with the middle button, from a cell and from a row', async () => {
    await openMapRun(NAME);
    await cells('good', 2).waitFor();
    const cell = page.locator('.cell-link');
    const opensTab = async (click: () => Promise<void>) => {
      const [tab] = await Promise.all([opened.context.waitForEvent('page'), click()]);
      await tab.locator('.run-head').waitFor();
      const url = tab.url();
      await tab.close();
      return url;
    };
    const fromCell = await opensTab(async () => {
      await cell.hover();
      await page.locator('.cell-link.shown').waitFor();
      await cell.click({ button: 'middle' });
    });
    const fromRow = await opensTab(() => page.locator('.child-name').first().click({ button: 'middle' }));

    for (const url of [fromCell, fromRow])
      expect(decodeURIComponent(url)).toMatch(/\/runs\/title-ingestion\/IngestTitles:/);
    expect(page.url()).toContain('/map-runs/');
    expect(opened.faults).toEqual([]);
  });

  it('is compared with another one, also inside of the Map', async () => {
    const [a, b] = ['held', NAME].map((name) => encodeURIComponent(`title-ingestion:${name}`));
    await opened.goto(`/compare?a=${a}&b=${b}`);
    const counts = page.getByRole('region', { name: 'Counts of the two runs' });
    await counts.waitFor();
    const row = (name: RegExp) => counts.getByRole('row', { name }).innerText();
    expect(await row(/^Published/)).toMatch(/3\s+2\s+−1/);
    expect(await row(/^Deferred/)).toMatch(/0\s+1\s+\+1/);
    expect(await row(/^Credits/)).toMatch(/^Credits\s+\d+\s+\d+\s+/);

    const states = page.getByRole('region', { name: 'States of the two runs' });
    expect(await states.innerText()).toContain('Inside the Map, for one visit (from 3 of 3 and 3 of 3');
    expect(await states.getByRole('row', { name: /^Fetch title details/ }).innerText()).toMatch(
      /Succeeded [\s\S]*Caught [\s\S]*Watchmode\.Unavailable/,
    );
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
  });
});
