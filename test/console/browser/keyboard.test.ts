import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CreateStateMachineCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Page } from 'playwright-core';
import { describeInBrowser, OpenedConsole, run } from './support/opened-console.ts';

/** A name as long as those that Watchmode's titles and people's runs have. */
const LONG = 'backfill-of-the-first-week-of-november-again';
const WINDOW = { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' };
const LIST = `document.querySelector('[aria-label=Events].virtual')`;
/** Attributes of the focused element. */
const FOCUSED = `(() => {
  const at = document.activeElement;
  return at.getAttribute('data-state') ?? at.getAttribute('aria-label') ?? at.textContent;
})()`;

describeInBrowser('the console at the keyboard', () => {
  let opened: OpenedConsole;
  let page: Page;
  const focused = () => page.evaluate<string>(FOCUSED);

  beforeAll(async () => {
    opened = await OpenedConsole.open();
    ({ page } = opened);
    await opened.start(LONG, { window: WINDOW });
    await opened.status('succeeded').waitFor();
  });
  afterAll(() => opened.close());

  it('goes to each state of a graph with Tab and arrows, and selects with Enter and Space', async () => {
    await opened.goto(run(LONG));
    await opened.status('succeeded').waitFor();
    await page.getByRole('region', { name: 'Graph' }).focus();
    const reached: string[] = [];
    for (const name of ['Tab', 'Tab', 'Tab']) {
      await page.keyboard.press(name);
      reached.push(await focused());
    }
    expect(reached).toEqual(['List new titles', 'Any new titles?', 'Wait for earlier run']);

    await page.keyboard.press('Enter');
    await page.getByText('Wait for earlier run was not entered in this run.').waitFor();
    expect(await opened.state('Wait for earlier run').getAttribute('aria-pressed')).toBe('true');

    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('Any new titles?');
    await opened.state('Ingest titles').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.getByRole('heading', { name: 'Fetch titles', level: 2 }).waitFor();
    expect(await focused()).toBe('Fetch titles');
  });

  it('goes through lists with arrows, and comes back to the same place', async () => {
    for (const name of ['one', 'two', 'three']) await opened.start(`${name}-${LONG}`.slice(0, 44), {});
    await page.setViewportSize({ width: 1000, height: 320 });
    await opened.section('Runs');
    await page.locator('.runs .row-link').first().focus();
    const first = await focused();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    const second = await focused();
    expect(second).not.toBe(first);
    const scrolled = await page.evaluate<number>('document.documentElement.scrollTop');
    expect(scrolled).toBeGreaterThan(0);

    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: second, level: 1 }).waitFor();
    await page.goBack();
    await page.locator('.row-link:focus', { hasText: second }).waitFor();
    expect(await page.evaluate<number>('document.documentElement.scrollTop')).toBe(scrolled);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('comes back to the place in a list that draws only its visible rows', async () => {
    await opened.goto(`${run(LONG)}?view=events`);
    const list = page.getByRole('listbox', { name: 'Events' });
    await list.locator('.virtual-row').first().waitFor();
    await list.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowUp');
    await page.locator('.virtual-row.selected').waitFor();
    expect(await focused()).toBe('Events');
    const at = await page.evaluate<number>(`${LIST}.scrollTop`);
    expect(at).toBeGreaterThan(0);

    await opened.section('Feeds');
    await page.getByRole('heading', { name: 'Feeds', level: 1 }).waitFor();
    await page.goBack();
    await list.locator('.virtual-row.selected').waitFor();
    // The rest of the history arrives after the first rows.
    await page.evaluate(`new Promise((resolve) => {
      const look = () =>
        ${LIST}.scrollTop === ${at} ? resolve() : requestAnimationFrame(look);
      look();
    })`);
  });

  it('keeps the text of a search', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('shawshank');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /Shawshank/ }).waitFor();
    const field = page.getByRole('searchbox', { name: /Search titles/ });
    await page.reload();
    await page.getByRole('link', { name: /Shawshank/ }).waitFor();
    expect(await field.inputValue()).toBe('shawshank');
    await field.fill('breaking');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /Breaking/ }).click();
    await page.getByRole('heading', { name: 'Breaking Bad', level: 1 }).waitFor();
    expect(await field.inputValue()).toBe('breaking');
    await page.goBack();
    await page.goBack();
    await page.getByRole('link', { name: /Shawshank/ }).waitFor();
    expect(await field.inputValue()).toBe('shawshank');
  });

  it('comes back to a filtered list of events', async () => {
    await opened.goto(`${run(LONG)}?view=events`);
    await page.getByLabel('Filter events').fill('TaskSucceeded');
    await page.getByText(/^\d+ of \d+ events$/).waitFor();
    await opened.section('Runs');
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
    await page.goBack();
    await page.getByText(/^\d+ of \d+ events$/).waitFor();
    expect(await page.getByLabel('Filter events').inputValue()).toBe('TaskSucceeded');

    await opened.section('Stream');
    await page.getByLabel('Filter events of the stream').fill('9000001');
    await page.locator('.virtual-row').first().click();
    await page.locator('.one-event').waitFor();
    expect(await page.getByLabel('Filter events of the stream').inputValue()).toBe('9000001');
  });
});

describeInBrowser('an address that leads nowhere', () => {
  let opened: OpenedConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await OpenedConsole.open();
    ({ page } = opened);
  });
  afterAll(() => opened.close());

  it.each([
    ['/%E0%A4%A', 'Page not found', '%E0%A4%A in the address is not a text with percent-encoding'],
    ['/runs/%E0%A4%A', 'Page not found', '%E0%A4%A in the address'],
    ['/runs/x', 'Cannot load the run', '"x" is not the id of a run: an id is STATE-MACHINE:NAME.'],
    ['/map-runs/x', 'Cannot load the Map Run', '"x" is not the id of a run'],
    [run('nosuch'), 'Cannot load the run', 'Step Functions has no run title-ingestion:nosuch'],
    ['/runs?limit=abc', 'Cannot load the runs', 'Limit must be a whole number, not "abc".'],
    ['/runs?within=abc', 'Cannot load the runs', 'Since must be a whole number, not "abc".'],
    [
      `/start?like=${encodeURIComponent('title-ingestion:nosuch')}`,
      'Cannot read the input of nosuch',
      'Step Functions has no run title-ingestion:nosuch',
    ],
    ['/nowhere', 'Page not found', 'The address may be incomplete.'],
  ])('says so, with the reason: %s', async (path, says, reason) => {
    await opened.goto(path);
    await page.locator('main').getByText(says).first().waitFor();

    await page.getByText(reason).first().waitFor();
    expect(await page.getByRole('button', { name: 'Start', exact: true }).count()).toBe(0);
    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
  });

  it('does not take the console down if its page cannot be drawn', async () => {
    await page.route('**/api/compare*', (route) => route.fulfill({ json: {} }));
    await opened.goto('/compare?a=odd%3Aa&b=odd%3Ab');
    await page.getByRole('heading', { name: 'This page cannot be drawn' }).waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/^TypeError: /);
    expect(opened.faults.splice(0).join()).toContain('undefined');

    await page.getByRole('link', { name: 'Runs', exact: true }).click();
    await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor();
    await page.unroute('**/api/compare*');
  });

  it('is none for states called constructor and __proto__', async () => {
    const { stateMachineArn } = await opened.client.send(
      new CreateStateMachineCommand({
        name: 'odd',
        roleArn: 'arn:aws:iam::000000000000:role/odd',
        definition: `{
          "QueryLanguage": "JSONata",
          "StartAt": "constructor",
          "States": {
            "constructor": { "Type": "Pass", "Assign": { "toString": 1 }, "Next": "__proto__" },
            "__proto__": { "Type": "Pass", "Output": "{% $toString %}", "Next": "hasOwnProperty" },
            "hasOwnProperty": { "Type": "Succeed" }
          }
        }`,
      }),
    );
    await opened.client.send(new StartExecutionCommand({ stateMachineArn, name: 'run' }));
    await opened.goto(`/runs/${encodeURIComponent('odd:run')}`);
    await opened.status('succeeded').waitFor();
    for (const name of ['constructor', '__proto__', 'hasOwnProperty']) {
      await opened.state(name).click();
      await page.getByRole('heading', { name, level: 2 }).waitFor();
    }
    await opened.goto(
      `/runs/${encodeURIComponent('odd:run')}?state=constructor&tab=constructor&view=__proto__`,
    );
    await opened.status('succeeded').waitFor();
    await opened.goto('/titles/constructor');
    await page.getByRole('heading', { name: 'Title constructor' }).waitFor();
    // A browser reports each refusal as a failed request.
    expect(opened.faults.filter((fault) => !fault.startsWith('Failed to load resource'))).toEqual([]);
  });
});
