import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { holdBatches, releaseBatches } from './support/held-batches.ts';
import { describeInBrowser, OpenedConsole, TITLES } from './support/opened-console.ts';

const { breakingBad, hostile, shawshank } = TITLES;
describeInBrowser('an outage in the middle of a run', () => {
  let opened: OpenedConsole;

  beforeAll(async () => {
    opened = await OpenedConsole.open({ change: holdBatches, ownStream: true });
  });

  afterAll(() => opened.close());

  it('can be followed from the failed run to title and attempt, and the run redriven after it', async () => {
    const { page } = opened;
    await opened.start('struck', { titleIds: [breakingBad, hostile, shawshank] });
    await page.locator('[data-state="Ingest titles"][aria-label*="1 of 3 items"]').waitFor();
    await opened.switchFault('Outage', true);
    await releaseBatches(opened.client);

    // From the list to the run, then with one click to the failed attempt.
    await opened.section('Runs');
    const row = page.getByRole('row', { name: /struck/ }).filter({ hasText: 'failed' });
    await row.getByRole('link', { name: 'struck' }).click();
    const failure = page.getByRole('region', { name: 'Cause of the failure' });
    await failure.getByRole('link', { name: 'Open the failed attempt' }).waitFor();
    const told = await failure.innerText();
    expect(told).toMatch(/Watchmode\.Unavailable in Check Watchmode, attempt 2/);
    expect(told).toMatch(/Titles? 90000(08|15)/);
    expect(told).toContain('1 of 3 titles succeeded and are not repeated by a redrive');
    // The graph shows the failure inside the Map.
    await opened.state('Check Watchmode').and(page.locator('.bad')).click();
    await page.getByRole('link', { name: 'Open a child where it failed' }).waitFor();
    expect(await page.getByRole('region', { name: 'Details' }).innerText()).toMatch(/[12] failed/);
    await page.setViewportSize({ width: 1280, height: 560 });
    await failure.getByRole('link', { name: 'Open the failed attempt' }).click();
    await page.locator('.trail').getByText('Child execution of').waitFor();
    await page.getByRole('heading', { name: 'Check Watchmode', level: 2 }).waitFor();
    await page.locator('.attempts li').nth(1).waitFor();
    const log = page.locator('.attempts .log-line').first();
    expect(await log.innerText()).toContain('503');
    // The failed attempt and its log are in sight, in a window that is too low for all attempts.
    await page.waitForFunction(`(() => {
      const pane = document.querySelector('.inspector').getBoundingClientRect();
      const line = document.querySelector('.attempts .log-line').getBoundingClientRect();
      return line.top > pane.top && line.bottom <= pane.bottom;
    })()`);
    await page.setViewportSize({ width: 1280, height: 720 });

    // One click leads to the title with its attempts.
    await page.goBack();
    await failure
      .getByRole('link', { name: /^90000(08|15)$/ })
      .first()
      .click();
    const chapter = page.locator('.chapter', { hasText: 'struck' });
    await chapter.waitFor();
    expect(await chapter.innerText()).toMatch(
      /Failed[\s\S]*Fetch title details, attempt 2[\s\S]*Watchmode\.Unavailable/,
    );

    await opened.switchFault('Outage', false);
    await opened.section('Runs');
    await row.getByRole('link', { name: 'struck' }).click();
    await page.getByRole('button', { name: 'Redrive …' }).click();
    const preview = page.getByRole('dialog');
    await preview.locator('dl').waitFor();
    const plan = await preview.locator('dl').innerText();
    expect(plan).toContain('Ingest titles and all later states');
    expect(plan).toMatch(/Child executions\s+2 of 3/);
    expect(plan).toMatch(/Titles\s+2 of 3 are fetched/);
    expect(plan).toMatch(/at most 4 credits/);
    await preview.getByRole('button', { name: 'Redrive', exact: true }).click();
    await opened.status('succeeded').waitFor();
    expect(await page.locator('.run-head').innerText()).toMatch(/1 redrive[\s\S]*3 published/);
    await page
      .locator('[data-state="Ingest titles"][aria-label="Ingest titles 3 of 3 items: succeeded"]')
      .waitFor();

    await opened.section('Stream');
    await page.getByText('3 events, 3 distinct ids').waitFor();
    expect(opened.faults).toEqual([]);
  });
});
