import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeInBrowser, OpenedConsole } from './support/opened-console.ts';

describeInBrowser('the form that starts a run', () => {
  let opened: OpenedConsole;
  let page: Page;
  /** Expects a value in a field, at the latest after some frames. */
  const expectValue = async (label: string, value: string) => {
    const field = page.getByLabel(label);
    for (let frame = 0; frame < 300 && (await field.inputValue()) !== value; frame += 1)
      await page.evaluate('new Promise(requestAnimationFrame)');
    expect(await field.inputValue()).toBe(value);
  };

  beforeAll(async () => {
    opened = await OpenedConsole.open();
    ({ page } = opened);
  });
  afterAll(() => opened.close());

  it('shows a violation of the input at its field', async () => {
    await opened.goto('/start');
    await page.getByLabel('Most titles').fill('0');
    await page.locator('.field.wrong').waitFor();

    expect(await page.locator('.field.wrong').innerText()).toMatch(/Must be >= 1/);
    // The place below the form names the field, and does not repeat the violation.
    expect(await page.getByRole('alert').innerText()).toBe('Correct above: Most titles');
    expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
  });

  it('picks the dates of a window in UTC, and writes short JSON', async () => {
    await opened.goto('/start');
    await page.getByLabel('Start (UTC)').fill('2026-11-01T06:30:00');
    await page.getByLabel('Title IDs').fill('9000001, 9000008');
    await page.getByLabel('Title IDs').blur();

    await expectValue(
      'Input as JSON',
      '{\n  "window": {\n    "start": "2026-11-01T06:30:00Z"\n  },\n  "titleIds": [9000001, 9000008]\n}',
    );
    await page
      .getByLabel('Input as JSON')
      .fill('{"window":{"start":"2026-11-01T02:00:00+01:00","end":"soon"}}');
    await expectValue('Start (UTC)', '2026-11-01T01:00');
    expect(await page.getByLabel('End (UTC)').inputValue()).toBe('');
  });

  it('keeps unfinished text while the form is drawn again', async () => {
    await opened.goto('/start');
    const services = page.getByLabel('Services');
    await services.fill('Netflix,');
    await page.evaluate(`(() => {
      const credits = document.querySelector('[aria-describedby="about-maxCredits"]');
      credits.value = '9';
      credits.dispatchEvent(new Event('input', { bubbles: true }));
    })()`);
    await expectValue('Input as JSON', '{\n  "maxCredits": 9\n}');

    expect(await services.inputValue()).toBe('Netflix,');
    await services.blur();
    await expectValue('Input as JSON', '{\n  "maxCredits": 9,\n  "services": ["Netflix"]\n}');
    await expectValue('Services', 'Netflix');
  });

  it('keeps changes of two fields that come at once', async () => {
    await opened.goto('/start');
    await page.getByLabel('Most credits').waitFor();
    await page.evaluate(`(() => {
      const field = (name) => document.querySelector('input[aria-describedby="about-' + name + '"]');
      const set = (name, value, type) => {
        field(name).value = value;
        field(name).dispatchEvent(new Event(type, { bubbles: true }));
      };
      set('services', 'Netflix, BBC iPlayer', 'change');
      set('maxCredits', '9', 'input');
    })()`);
    await expectValue('Input as JSON', '{\n  "services": ["Netflix", "BBC iPlayer"],\n  "maxCredits": 9\n}');
  });
});
