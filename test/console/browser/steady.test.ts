import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeInBrowser, OpenedConsole, run } from './support/opened-console.ts';

/** Sums up the layout shifts without recent user input. */
const WATCH = `
  window.moved = 0;
  window.shifts = new PerformanceObserver((list) => count(list.getEntries()));
  const count = (entries) => {
    for (const { value, hadRecentInput } of entries) if (!hadRecentInput) window.moved += value;
  };
  window.shifts.observe({ type: 'layout-shift', buffered: true });
  window.movedSoFar = () => {
    count(window.shifts.takeRecords());
    return window.moved;
  };
`;
/** The maximum shift: a word in the top bar, a number with another digit. A late paragraph exceeds 0.01. */
const MAX_MOVED = 0.005;

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
    await opened.page.addInitScript(WATCH);
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
