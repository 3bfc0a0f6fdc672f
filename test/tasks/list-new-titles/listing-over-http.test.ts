import { beforeEach, describe, expect, it } from '@jest/globals';
import { createCreditBudget } from '../../../tasks/list-new-titles/credits.ts';
import { pageChanges } from '../../../tasks/list-new-titles/page-changes.ts';
import { upTo } from '../support/fake-watchmode.ts';
import { FakeClock, recordedTelemetry } from '../support/ports.ts';
import { makeClient, serveEachTest, server } from '../support/watchmode-client.ts';
import type { Reply } from '../support/watchmode-server.ts';

serveEachTest();

const span = { start: Date.parse('2026-11-23T05:00:00Z'), end: Date.parse('2026-11-24T06:00:00Z') };

let pauses: number[];
/** The invalid responses for page 2, in order. */
let page2: (Reply | undefined)[];

beforeEach(() => {
  pauses = [];
  page2 = [];
  server.reply = ({ query }) => {
    const page = Number(query['page']);
    const titles = upTo(600).slice((page - 1) * 250, page * 250);
    const instead = page === 2 ? page2.shift() : undefined;
    return instead ?? { body: { titles, page, total_results: 600, total_pages: 3 } };
  };
});

function list(): Promise<number[]> {
  const budget = createCreditBudget({ quota: null, quotaUsed: null }, 0);
  const { telemetry } = recordedTelemetry(new FakeClock(0));
  const pace = (pauseMs: number) => Promise.resolve(void pauses.push(pauseMs));
  return pageChanges(
    { feed: 'new_titles', span, types: undefined, region: undefined, maxTitles: Infinity },
    { watchmode: makeClient(), budget, telemetry, pace },
  );
}

describe('a listing over HTTP', () => {
  const html: Reply = { body: '<h1>We will be back soon.</h1>' };

  it('survives a maintenance page, an error and a rate limit on one page', async () => {
    page2 = [html, { status: 503 }, { status: 429, headers: { 'Retry-After': '17' } }];

    expect(await list()).toEqual(upTo(600));
    expect(server.requests.map(({ query }) => query['page'])).toEqual(['1', '2', '2', '2', '2', '3']);
    expect(pauses).toEqual([0, 0, 2_000, 4_000, 17_000, 0]);
  });

  it('stops at a permanent maintenance page, and reports the number of paid pages', async () => {
    page2 = [html, html, html, html];

    await expect(list()).rejects.toMatchObject({
      name: 'Watchmode.ListingInterrupted',
      pagesPaid: 1,
      cause: { name: 'Watchmode.Unavailable', status: 200 },
    });
  });

  it('does not request a page again whose JSON breaks the schema', async () => {
    page2 = [{ body: { titles: 'none' } }];

    await expect(list()).rejects.toMatchObject({ name: 'Watchmode.UnexpectedResponse' });
    expect(server.requests).toHaveLength(2);
  });
});
