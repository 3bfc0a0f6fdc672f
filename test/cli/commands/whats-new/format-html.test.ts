import { expect, it } from '@jest/globals';
import { formatHtml } from '../../../../cli/commands/whats-new/format-html.ts';
import { arrival, hostile, listing } from './support/listing.ts';

const tags = (html: string) => [...html.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag]) => tag);

it('has the titles under the days on which they were first seen, with links to where they are', () => {
  const html = formatHtml(
    listing(
      arrival(),
      arrival({
        sourceId: 24,
        service: 'Amazon',
        ways: [{ type: 'rent', webUrl: null, price: 3.5, format: null }],
      }),
      arrival({ titleId: 2, title: 'Old', firstSeen: '2026-11-20T23:59:59.999Z', userRating: null }),
    ),
  );

  expect(html.match(/<h[1-3]>.*<\/h[1-3]>/g)).toEqual([
    '<h1>New on BBC iPlayer and Netflix</h1>',
    '<h2><time datetime="2026-11-24">Tuesday, 24 November 2026</time></h2>',
    '<h3>Heat (1995)</h3>',
    '<h2><time datetime="2026-11-20">Friday, 20 November 2026</time></h2>',
    '<h3>Old (1995)</h3>',
  ]);
  expect(html).toContain(
    '<a href="https://netflix.example/1">Netflix (sub)</a> <span>Amazon (rent 3.50)</span>',
  );
  expect(html).toContain('movie · Drama · rating 8.3 of 10');
  expect(html).toContain('<a href="https://www.watchmode.com/">Streaming data powered by Watchmode.com</a>');
});

it('has no script, no picture and nothing from elsewhere, whatever the texts say', () => {
  const html = formatHtml(listing(hostile()));
  const known = 'html head meta title style body main h1 section h2 time ul li h3 p span a footer'.split(' ');

  expect(tags(html).filter((tag) => !known.includes(tag ?? ''))).toEqual([]);
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)).toEqual([
    'https://shop.example/?a=1&amp;b=%22%27%3C',
    'https://www.watchmode.com/',
  ]);
  expect(html).not.toMatch(/\b(src|onerror)=|@import|url\(/);
});

it('says that older titles are left out, on the page itself', () => {
  expect(formatHtml({ ...listing(arrival()), hasMore: true })).toContain(
    '<p>Older ones are left out.</p>\n</main>',
  );
  expect(formatHtml(listing(arrival()))).not.toContain('left out');
});

it('says that nothing is new', () => {
  expect(formatHtml(listing())).toContain('<p>Nothing new.</p>');
});
