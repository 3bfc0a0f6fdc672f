import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { holdBatches, releaseBatches } from './support/held-batches.ts';
import { MAX_MOVED, WATCH_SHIFTS } from './support/layout-shifts.ts';
import { describeInBrowser, OpenedConsole, run, TITLES } from './support/opened-console.ts';

describeInBrowser('the page of a run that fails', () => {
  let opened: OpenedConsole;

  beforeAll(async () => {
    opened = await OpenedConsole.open({ change: holdBatches, ownStream: true });
    await opened.page.setViewportSize({ width: 1280, height: 900 });
    await opened.page.addInitScript(WATCH_SHIFTS);
  });

  afterAll(() => opened.close());

  it('tells the cause in sight, and moves nothing', async () => {
    const { page } = opened;
    await opened.start('struck', { titleIds: Object.values(TITLES) });
    const head = page.locator('.run-head');
    await head.getByText('1 of 3 processed').waitFor();
    await opened.switchFault('Outage', true);
    await opened.goto(run('struck'));
    await head.getByText('2 children retrying: ').waitFor();
    await page.locator('.timeline-row').first().waitFor();
    await page.evaluate('window.moved = 0');

    await releaseBatches(opened.client);
    await opened.status('failed').waitFor();
    const failure = page.getByRole('region', { name: 'Cause of the failure' });
    await failure.getByRole('link', { name: 'Open the failed attempt' }).waitFor();

    expect(await page.evaluate<number>('window.movedSoFar()')).toBeLessThan(MAX_MOVED);
    const { y = Infinity, height = 0 } = (await failure.boundingBox()) ?? {};
    const attribution = await page.locator('.attribution').boundingBox();
    expect(y + height).toBeLessThanOrEqual(attribution?.y ?? 0);
    // A visit after the end has the cause at the top.
    await page.reload();
    await failure.waitFor();
    const graph = await page.getByRole('region', { name: 'Graph' }).boundingBox();
    expect((await failure.boundingBox())?.y).toBeLessThan(graph?.y ?? 0);
    expect(opened.faults).toEqual([]);
  });

  it('offers a redrive that fails in the same way second, and says why', async () => {
    const { page } = opened;
    await opened.switchFault('Outage', false);
    await opened.start('dear', { titleIds: Object.values(TITLES), maxCredits: 1 });
    await opened.status('failed').waitFor();
    const head = page.locator('.run-head');
    await head.getByText('A redrive fails in the same way: The run would spend more').waitFor();

    const redrive = page.getByRole('button', { name: 'Redrive …' });
    expect(await redrive.getAttribute('class')).not.toBe('primary');
    await opened.goto(run('struck'));
    await page.getByRole('region', { name: 'Cause of the failure' }).waitFor();
    expect(await redrive.getAttribute('class')).toBe('primary');
    expect(await head.getByText('A redrive fails').count()).toBe(0);
  });

  it('keeps three quick clicks on the switches of the stand-in', async () => {
    const { page } = opened;
    await opened.switchFault('Outage', false);
    const labels = ['Outage', 'Broken titles', 'Unknown titles'];
    const switches = labels.map((name) => page.getByRole('switch', { name }));
    // The page sends the changes one after the other.
    let answers = 0;
    const answered = page.waitForResponse(
      (response) => response.url().endsWith('/api/faults') && ++answers === labels.length,
    );
    await page.evaluate(
      `for (const name of ${JSON.stringify(labels)})
        [...document.querySelectorAll('[role=switch]')].find((each) => each.closest('label').textContent.includes(name)).click()`,
    );
    await answered;
    await page.reload();
    for (const each of switches) await each.and(page.locator(':checked')).waitFor();
    expect(await page.getByRole('switch', { checked: true }).count()).toBe(3);
    for (const label of labels) await opened.switchFault(label, false);
  });
});
