import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MAX_MOVED, WATCH_SHIFTS } from './support/layout-shifts.ts';
import { describeInBrowser, OpenedConsole, run } from './support/opened-console.ts';

describeInBrowser('a page while it loads', () => {
  let opened: OpenedConsole;

  beforeAll(async () => {
    opened = await OpenedConsole.open();
    await opened.page.setViewportSize({ width: 1280, height: 900 });
    await opened.start('well');
    await opened.status('succeeded').waitFor();
    await opened.switchFault('Outage', true);
    await opened.start('struck', { window: { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' } });
    await opened.status('failed').waitFor();
    await opened.page.addInitScript(WATCH_SHIFTS);
  });

  afterAll(() => opened.close());

  it.each([
    ['the list of runs', '/runs', '.runs .row-link >> nth=1'],
    ['the feeds', '/feeds', '.feed .figures'],
    ['a run', run('well'), '.timeline .virtual-row >> nth=4'],
    ['its events', `${run('well')}?view=events`, '.virtual-row >> nth=4'],
    ['a run that failed', run('struck'), '.failure .advice'],
    ['the form', '/start', '.examples button >> nth=0'],
    ['the stream', '/stream', '.virtual-row >> nth=0'],
    ['the stand-in', '/watchmode', '[role=switch] >> nth=0'],
  ])('moves no content that is already shown: %s', async (_, path, lastToCome) => {
    const { page } = opened;
    await opened.goto(path);
    await page.locator(lastToCome).waitFor();
    await page.evaluate(
      'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
    );

    expect(await page.evaluate<number>('window.movedSoFar()')).toBeLessThan(MAX_MOVED);
  });
});
