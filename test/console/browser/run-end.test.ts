import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HELD, holdBatches, releaseBatches } from './support/held-batches.ts';
import { MAX_MOVED, WATCH_SHIFTS } from './support/layout-shifts.ts';
import { describeInBrowser, OpenedConsole, TITLES } from './support/opened-console.ts';

describeInBrowser('the page of a run that ends with deferred titles', () => {
  let opened: OpenedConsole;

  beforeAll(async () => {
    opened = await OpenedConsole.open({ change: holdBatches, ownStream: true });
    await opened.page.setViewportSize({ width: 1280, height: 900 });
    await opened.page.addInitScript(WATCH_SHIFTS);
  });

  afterAll(() => opened.close());

  it('tells its progress and its retries while it runs, and moves nothing when it ends', async () => {
    const { page } = opened;
    const { breakingBad, hostile, shawshank } = TITLES;
    await opened.section('Watchmode');
    await page.getByLabel(/in force/).fill(`broken:${hostile}+${shawshank}`);
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText(`titles ${hostile}, ${shawshank}`).waitFor();
    await opened.start('held', { titleIds: [breakingBad, hostile, shawshank] });
    const head = page.locator('.run-head');
    await head.getByText('1 of 3 processed').waitFor();
    await head.getByText('2 children retrying: ').waitFor();
    await opened.section('Runs');
    await page.getByRole('row', { name: /held/ }).getByText('2 children retrying: ').waitFor();
    await page.getByRole('link', { name: 'held' }).last().click();
    await page.locator(`[aria-label="${HELD} 2 retrying: retrying"]`).waitFor();
    // The state at work is in sight, although it is below the pane.
    await page.waitForFunction(`(() => {
      const pane = document.querySelector('.graph-pane').getBoundingClientRect();
      const state = document.querySelector('[data-state="${HELD}"]').getBoundingClientRect();
      return state.top >= pane.top && state.bottom <= pane.bottom;
    })()`);
    await page.evaluate('window.moved = 0');

    await releaseBatches(opened.client);
    await opened.status('succeeded').waitFor();
    await page.getByRole('group', { name: 'Titles without a record' }).waitFor();
    await page.locator('[aria-label="Summarise run: succeeded"]').waitFor();

    expect(await head.innerText()).toMatch(/1 published\s+2 deferred[\s\S]*2 titles without a record/);
    expect(await page.evaluate<number>('window.movedSoFar()')).toBeLessThan(MAX_MOVED);
    expect(opened.faults).toEqual([]);
  });
});
