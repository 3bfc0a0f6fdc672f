import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Barriers } from './support/barriers.ts';
import { enter } from './support/browser.ts';
import { describeInBrowser, HOSTILE, OpenedConsole, TITLES } from './support/opened-console.ts';

/** The stand-in has the first title on services of which Amazon is one. */
const CATALOGUE = `Watchmode ID,IMDB ID,TMDB ID,TMDB Type,Title,Year
"${TITLES.breakingBad}","tt0903747","1396","tv","${HOSTILE}","2008"
"${TITLES.shawshank}","tt0111161","278","movie","The Shawshank Redemption","1994"
`;
const ON_AMAZON = '/new?services=24&since=30d';

describeInBrowser('the page of what is new', () => {
  let opened: OpenedConsole;
  let page: Page;
  const services = () => page.getByRole('group', { name: 'Services' });
  const service = (name: string) => services().getByRole('checkbox', { name });

  beforeAll(async () => {
    opened = await OpenedConsole.open({ ownStream: true, catalogue: CATALOGUE });
    ({ page } = opened);
    await opened.section('New');
    await page.getByText('is empty: no event has reached the consumer yet').waitFor();
    await opened.start('first');
    await opened.status('succeeded').waitFor();
    await opened.section('New');
    // The page asks again until the consumer has read the stream.
    await service('AppleTV').waitFor();
    await page.getByText('Choose your services in the list above').waitFor();
  });
  afterAll(() => opened.close());

  it('lists the titles of services that are chosen at the keyboard, and keeps them in the address', async () => {
    await opened.goto('/new');
    // The list grows while the consumer reads, but not between these two.
    const [first, second] = [service('Amazon'), service('AppleTV')];
    await first.focus();
    await page.keyboard.press('Space');
    await page.locator('.arrivals tbody tr').first().waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');

    expect(await second.isChecked()).toBe(true);
    expect(new URL(page.url()).searchParams.get('services')).toBe('24,349');
    await page.reload();
    await page.locator('.arrivals tbody tr').first().waitFor();
    // Chosen services need no list.
    expect(await services().isVisible()).toBe(false);
    await page.locator('summary', { hasText: 'Services' }).click();
    expect([await first.isChecked(), await second.isChecked()]).toEqual([true, true]);
  });

  it('shows names as they are, with links to the services, and a story one click away', async () => {
    await opened.goto(ON_AMAZON);
    const title = page.locator('.arrivals bdi', { hasText: HOSTILE }).first();
    await title.waitFor();
    const ways = await page.evaluate<Readonly<Record<'href' | 'rel' | 'label', string>>[]>(`
      [...document.querySelectorAll('.arrivals a.way')].map((link) => ({
        href: link.getAttribute('href'),
        rel: link.getAttribute('rel'),
        label: link.getAttribute('aria-label'),
      }))`);

    expect(ways.length).toBeGreaterThan(0);
    for (const { href, rel, label } of ways) {
      expect({ href, rel }).toEqual({ href: expect.stringMatching(/^https?:/), rel: 'noreferrer' });
      expect(label).toMatch(/: .* on /);
    }
    expect(await page.locator('main img').count()).toBe(0);
    await title.click();
    await page.locator('.chapter', { hasText: 'first' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/titles/${TITLES.breakingBad}`);
    await page.goBack();
    await title.waitFor();
    expect(page.url()).toBe(`${opened.origin}${ON_AMAZON}`);
  });

  it('chooses the services that an address names', async () => {
    await opened.goto('/new?services=amazon,appletv&since=36h');
    await page.waitForURL(`${opened.origin}/new?services=24%2C349&since=36h`);
    await page.locator('.arrivals tbody tr').first().waitFor();

    expect(await page.getByLabel('First seen in the last').inputValue()).toBe('36h');
  });

  it('keeps an unfinished country while the page reads again', async () => {
    await opened.goto(ON_AMAZON);
    await page.getByLabel('Country').fill('i');
    await page.waitForResponse((response) => response.url().includes('/api/catalogue'));
    await page.waitForResponse((response) => response.url().includes('/api/arrivals'));

    expect(await page.getByLabel('Country').inputValue()).toBe('i');
  });

  it('says what to do if nothing passes the filters, or one of them is wrong', async () => {
    await opened.goto(ON_AMAZON);
    await page.locator('.arrivals').waitFor();
    await page.getByLabel('Country').fill('ie');
    await page.keyboard.press('Enter');
    await page.getByText('Nothing new with these filters: choose a longer time').waitFor();
    expect(new URL(page.url()).searchParams.get('country')).toBe('IE');
    expect(opened.faults).toEqual([]);

    await opened.goto(`${ON_AMAZON}&country=UK`);
    await page
      .getByText('The country UK must be an ISO 3166-1 country code in upper case: use GB.')
      .waitFor();
    opened.faults.splice(0);
  });

  it('has no accessibility violation and no overflow, also as cards', async () => {
    const plain = await opened.browser.newContext({ bypassCSP: true });
    const visitor = await plain.newPage();
    const barriers = await Barriers.of(visitor);
    await enter(visitor, opened.endpoints.console);
    await visitor.goto(`${opened.origin}/new`);
    await visitor.getByRole('group', { name: 'Services' }).waitFor();
    const found = await barriers.find();
    await visitor.goto(`${opened.origin}${ON_AMAZON}`);
    await visitor.locator('.arrivals').waitFor();
    found.push(...(await barriers.find()));
    await plain.close();

    expect(found).toEqual([]);
  });
});

describeInBrowser('the page of what is new without a consumer', () => {
  it('says how to get a catalogue', async () => {
    const opened = await OpenedConsole.open({ consume: false });
    await opened.section('New');
    const remedy = opened.page.getByText('There is no catalogue on this machine: start npm run dev without');
    await remedy.waitFor();

    expect(opened.faults).toEqual([]);
    await opened.close();
  });
});
