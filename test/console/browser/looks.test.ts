import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { describeInBrowser, OpenedConsole, run } from './support/opened-console.ts';

/** A name of 44 characters, as a schedule makes. */
const NIGHTLY = 'nightly-catch-up-of-the-autumn-window-000001';
const ONE_WORD = 'Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetz'.repeat(3);
const FROM_RIGHT = 'שטיסל (2013)';
const CATALOGUE = `Watchmode ID,IMDB ID,TMDB ID,TMDB Type,Title,Year
"9000001","tt0903747","1396","tv","${FROM_RIGHT}","2013"
"9000008","tt3032476","60059","tv","${ONE_WORD}","2015"
"9000015","tt0111161","278","movie","The Assassination of Gianni Versace: American Crime Story","1994"
`;

describeInBrowser('the looks of the console', () => {
  let opened: OpenedConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await OpenedConsole.open({ catalogue: CATALOGUE, ownStream: true });
    ({ page } = opened);
    await opened.start(NIGHTLY);
    await opened.status('succeeded').waitFor();
  });

  afterAll(() => opened.close());

  const boxOf = async (locator: Locator) => {
    const box = await locator.boundingBox();
    if (box === null) throw new Error('the element is not on the page');
    return box;
  };

  it('keeps the word of a disabled button readable', async () => {
    await opened.goto('/start');
    await page.getByLabel('Most titles').fill('0');
    const start = page.getByRole('button', { name: 'Start', exact: true, disabled: true });
    await start.waitFor();

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const [text, ground] = await page.evaluate<readonly [string, string]>(`(() => {
        const { color, backgroundColor } = getComputedStyle(document.querySelector('button[type=submit]'));
        return [color, backgroundColor];
      })()`);
      expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('shows the status of a run in the strip by a sign, on an axis with round durations', async () => {
    await opened.goto('/runs');
    const strip = page.locator('.strip');
    await strip.locator('.bar').first().waitFor();

    expect(await strip.locator('text.sign').allTextContents()).toEqual(['✓']);
    expect(await strip.locator('text.left').first().textContent()).toMatch(/^\d+ (ms|s|min)$/);
  });

  it('shows a run as a card in a narrow window', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await opened.goto('/runs');
    const card = page.getByRole('row', { name: NIGHTLY });
    await card.getByRole('cell', { name: '3' }).first().waitFor();
    const name = await boxOf(card.getByRole('link', { name: NIGHTLY, exact: true }));

    for (const fact of [card.locator('.status'), card.locator('[data-label=Credits]')]) {
      const { x, y, width } = await boxOf(fact);
      expect(y).toBeGreaterThanOrEqual(name.y + name.height);
      expect(x + width).toBeLessThanOrEqual(390);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('compares two runs within the width of the window', async () => {
    const id = `title-ingestion:${NIGHTLY}`;
    for (const width of [1024, 768, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await opened.goto(`/compare?a=${id}&b=${id}`);
      const differences = page.getByRole('columnheader', { name: 'Difference' });
      await differences.last().waitFor();
      const { x, width: wide } = await boxOf(differences.last());
      expect(x + wide).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('keeps a title of one long word in its column, and aligns the facts of all titles', async () => {
    for (const path of ['/titles', '/titles/9000008', '/stream']) {
      await opened.goto(path);
      await page.getByText(ONE_WORD).first().waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await opened.goto('/titles');
    await page.locator('.hits li').nth(2).waitFor();
    const years = await Promise.all(
      (await page.locator('.hits li .number:nth-child(2)').all()).map((year) => boxOf(year)),
    );
    expect(new Set(years.map(({ x }) => x)).size).toBe(1);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('isolates a name that is written from right to left', async () => {
    await opened.goto('/titles/9000001');
    await page.getByRole('heading', { name: FROM_RIGHT, level: 1 }).waitFor();

    expect(await page.locator('h1 bdi').innerText()).toBe(FROM_RIGHT);
    await opened.goto('/titles');
    await page.locator('.hits bdi', { hasText: FROM_RIGHT }).waitFor();
    await opened.goto('/stream');
    await page.locator('.stream-title bdi', { hasText: FROM_RIGHT }).waitFor();
  });

  it('heads the page of a child execution with its titles', async () => {
    await opened.goto(run(NIGHTLY));
    await page.getByRole('link', { name: 'Map Run' }).click();
    await page.locator('.child-name').first().click();

    await page.getByRole('heading', { name: /The Assassination of Gianni Versace/, level: 1 }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(FROM_RIGHT);
  });

  it('offers the tour below few runs, and above them to a reader who opens it', async () => {
    await opened.goto('/runs');
    const tour = page.getByRole('region', { name: 'Guided tour' });
    await tour.waitFor();
    const table = page.getByRole('region', { name: 'Runs' });
    expect((await boxOf(tour)).y).toBeGreaterThan((await boxOf(table)).y);

    await tour.getByRole('button', { name: 'Close' }).click();
    await tour.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Guided tour' }).click();
    expect((await boxOf(tour)).y).toBeLessThan((await boxOf(table)).y);
    expect(opened.faults).toEqual([]);
  });
});

/** Returns the contrast of two colours such as `rgb(87, 96, 108)`, as WCAG defines it. */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
