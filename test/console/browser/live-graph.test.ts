import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HELD, holdBatches, releaseBatches } from './support/held-batches.ts';
import { describeInBrowser, OpenedConsole, TITLES } from './support/opened-console.ts';

/** The positions of the states in the graph, which follows the work, and of the parts of the page around it. */
const PLACES = `(() => {
  const graph = document.querySelector('.graph').getBoundingClientRect();
  const place = (part, from) => {
    const { x, y, width, height } = part.getBoundingClientRect();
    return [x - from.x, y - from.y, width, height].map((size) => size.toFixed(1)).join(' ');
  };
  const states = [...document.querySelectorAll('[data-state] > rect:first-of-type')];
  const parts = [...document.querySelectorAll('.graph-pane, .inspector, .run-head, [role=tablist]')];
  return JSON.stringify([
    ...states.map((state) => [state.parentElement.dataset.state, place(state, graph)]),
    ...parts.map((part) => [part.className, place(part, { x: 0, y: 0 })]),
  ], null, 1);
})()`;

describeInBrowser('the graph of a running run', () => {
  let opened: OpenedConsole;

  beforeAll(async () => {
    opened = await OpenedConsole.open({ change: holdBatches });
  });

  afterAll(() => opened.close());

  it('updates its colours without a reload, also for the children, and moves nothing', async () => {
    const { page } = opened;
    const { breakingBad, hostile, shawshank } = TITLES;
    await opened.start('held', { titleIds: [breakingBad, hostile, shawshank] });
    await page.evaluate('window.isTheSamePage = true');
    const of = (name: string, tone: string) => opened.state(name).and(page.locator(`.${tone}`));
    // Retrying states are violet, running ones blue.
    await of(HELD, 'wait').waitFor();
    const told = '[aria-label*="1 of 3 items 2 children retrying: "]';
    await of('Ingest titles', 'wait').and(page.locator(told)).waitFor();
    await of('List new titles', 'good').waitFor();
    await of('Any new titles?', 'good').waitFor();
    expect(await opened.state('Summarise run').getAttribute('class')).toContain('untouched');
    await page.locator(`[aria-label="${HELD} 2 retrying: retrying"]`).waitFor();
    const before = await page.evaluate<string>(PLACES);

    await releaseBatches(opened.client);
    for (const name of ['Ingest titles', HELD, 'Fetch title details', 'Publish titles', 'Summarise run']) {
      await of(name, 'good').waitFor();
    }
    await opened.status('succeeded').waitFor();

    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
    expect(await page.evaluate<string>(PLACES)).toBe(before);
    expect(opened.faults).toEqual([]);
  });
});
