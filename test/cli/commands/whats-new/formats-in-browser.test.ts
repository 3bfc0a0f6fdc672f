import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { formatHtml } from '../../../../cli/commands/whats-new/format-html.ts';
import { formatRss } from '../../../../cli/commands/whats-new/format-rss.ts';
import { Barriers } from '../../../console/browser/support/barriers.ts';
import { launchBrowser } from '../../../console/browser/support/browser.ts';
import { describeInBrowser } from '../../../console/browser/support/opened-console.ts';
import { arrival, hostile, listing } from './support/listing.ts';

describeInBrowser('the formats in a browser', () => {
  let browser: Browser;
  let page: Page;
  const full = listing(arrival(), arrival({ sourceId: 24, service: 'Amazon' }), hostile());

  beforeAll(async () => {
    browser = await launchBrowser();
    page = await (await browser.newContext({ bypassCSP: true })).newPage();
  });
  afterAll(() => browser.close());

  it.each([
    ['with titles', full],
    ['without any', listing()],
  ])(
    'the page %s has no barriers, light or dark, narrow or enlarged, and asks for nothing',
    async (_, given) => {
      const barriers = await Barriers.of(page);
      const requests: string[] = [];
      const note = (request: { url(): string }) => requests.push(request.url());
      await page.route('http://page.example/', (route) =>
        route.fulfill({ contentType: 'text/html', body: formatHtml(given) }),
      );
      page.on('request', note);
      await page.goto('http://page.example/');

      expect(await barriers.find()).toEqual([]);
      expect(requests.filter((url) => !url.endsWith('/favicon.ico'))).toEqual(['http://page.example/']);
      page.off('request', note);
      await page.unroute('http://page.example/');
    },
  );

  it.each([
    ['with items', full, 3],
    ['without any', listing(), 0],
  ])('the feed %s is well-formed', async (_, given, items) => {
    const found = await page.evaluate(
      `(() => {
        const feed = new DOMParser().parseFromString(${JSON.stringify(formatRss(given))}, 'application/xml');
        const count = (name) => feed.getElementsByTagName(name).length;
        return { errors: count('parsererror'), items: count('item'), root: feed.documentElement.nodeName };
      })()`,
    );

    expect(found).toEqual({ errors: 0, items, root: 'rss' });
  });
});
