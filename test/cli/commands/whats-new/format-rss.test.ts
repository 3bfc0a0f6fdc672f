import { parseXML } from '@aws-sdk/xml-builder';
import { describe, expect, it } from '@jest/globals';
import { formatRss } from '../../../../cli/commands/whats-new/format-rss.ts';
import type { Listing } from '../../../../cli/commands/whats-new/listing.ts';
import { arrival, hostile, listing } from './support/listing.ts';

type Item = Readonly<Record<'title' | 'link' | 'pubDate' | 'description', string>> & {
  readonly guid: { readonly '#text': string; readonly isPermaLink: string };
  readonly category?: string | readonly string[];
};

function parse(given: Listing) {
  const { rss } = parseXML(formatRss(given)) as {
    rss: { version: string; channel: Readonly<Record<string, unknown>> };
  };
  const { item = [], ...channel } = rss.channel;
  return { version: rss.version, channel, items: [item].flat() as Item[] };
}

describe('the feed', () => {
  it('names its services and its source, and has the date of its newest item', () => {
    const { version, channel } = parse(listing(arrival(), arrival({ firstSeen: '2026-11-20T06:00:00Z' })));

    expect(version).toBe('2.0');
    expect(channel).toEqual({
      ...{ title: 'New on BBC iPlayer and Netflix', language: 'en-GB' },
      ...{ link: 'https://www.watchmode.com/', description: 'Streaming data powered by Watchmode.com' },
      lastBuildDate: 'Tue, 24 Nov 2026 06:00:05 GMT',
    });
  });

  it('has an item for each title and service', () => {
    const { items } = parse(
      listing(arrival(), arrival({ sourceId: 24, service: 'Amazon', ways: [], plotOverview: null })),
    );

    expect(items[0]).toEqual({
      ...{ title: 'Heat (1995) on Netflix', link: 'https://netflix.example/1', category: 'Drama' },
      guid: {
        '#text': 'title:1:region:GB:source:203:since:2026-11-24T06:00:05.412Z',
        isPermaLink: 'false',
      },
      pubDate: 'Tue, 24 Nov 2026 06:00:05 GMT',
      description:
        '<p>A heist.</p><p>Netflix (sub), rating 8.3</p><p><a href="https://www.watchmode.com/">Streaming data powered by Watchmode.com</a></p>',
    });
    expect(items[1]).not.toHaveProperty('link');
    expect(items[1]?.description).toMatch(/^<p>Amazon, rating 8.3<\/p><p><a /);
  });

  it('gives an item the same guid each time, and another one if the title comes back or is on another service', () => {
    const guids = (...changes: Parameters<typeof arrival>[0][]) =>
      parse(listing(...changes.map(arrival))).items.map(({ guid }) => guid['#text']);
    const [same, changed, back, elsewhere, other] = guids(
      ...[{}, { title: 'Heat!', userRating: 1 }, { firstSeen: '2026-11-28T06:00:00.000Z' }, { sourceId: 24 }],
      { titleId: 2 },
    );

    expect(changed).toBe(same);
    expect(new Set([same, back, elsewhere, other]).size).toBe(4);
  });

  it('escapes what markup could do, once for XML and once more for the HTML of the description', () => {
    const [item] = parse(listing(hostile())).items;

    expect(item?.title).toContain('<script>alert("1")</script> & \']]>[31m, a; b');
    expect(item?.description).toContain('&lt;script&gt;');
    expect(item?.description).not.toContain('<script');
    expect(item?.link).toBe('https://shop.example/?a=1&b=%22%27%3C');
    expect(formatRss(listing(hostile()))).not.toMatch(/[\u0000-\u0008\u000E-\u001F]|\p{Surrogate}/u);
  });

  it('is a feed without items if nothing is new', () => {
    const { channel, items } = parse(listing());

    expect(items).toEqual([]);
    expect(channel).not.toHaveProperty('lastBuildDate');
  });
});
