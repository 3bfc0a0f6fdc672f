import type { Arrival } from '../../../operate/catalogue/arrivals.ts';
import { ATTRIBUTION } from '../../../operate/catalogue/attribution.ts';
import { headlineOf, nameOf, type Listing } from './listing.ts';
import { escapeMarkup } from './markup.ts';
import { linkOf, whereToWatch } from '../../../operate/catalogue/ways.ts';

/**
 * Formats a listing as a feed in RSS 2.0 (https://www.rssboard.org/rss-specification). The guid of an item is made of its
 * title, service and first seen: a reader shows a title that comes back again. The same listing gives the same feed.
 */
export function formatRss(listing: Listing): string {
  const [newest] = listing.arrivals;
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rss version="2.0">',
    '<channel>',
    element('title', headlineOf(listing)),
    element('link', ATTRIBUTION.url),
    element('description', ATTRIBUTION.text),
    element('language', 'en-GB'),
    ...(newest === undefined ? [] : [element('lastBuildDate', rssDate(newest.firstSeen))]),
    ...listing.arrivals.map(itemOf),
    '</channel>',
    '</rss>',
  ];
  return `${lines.join('\n')}\n`;
}

function itemOf(arrival: Arrival): string {
  const { titleId, region, sourceId, firstSeen, service, genres } = arrival;
  const link = linkOf(arrival);
  return [
    '<item>',
    element('title', `${nameOf(arrival)} on ${service}`),
    ...(link === undefined ? [] : [element('link', link)]),
    `<guid isPermaLink="false">title:${titleId}:region:${region}:source:${sourceId}:since:${firstSeen}</guid>`,
    element('pubDate', rssDate(firstSeen)),
    ...genres.map(({ name }) => element('category', name)),
    element('description', describe(arrival)),
    '</item>',
  ].join('\n');
}

/** Returns a description in HTML, which readers of feeds expect. */
function describe(arrival: Arrival): string {
  const { plotOverview, userRating } = arrival;
  const rating = userRating === null ? '' : `, rating ${userRating.toFixed(1)}`;
  const paragraphs = [
    ...(plotOverview === null ? [] : [escapeMarkup(plotOverview)]),
    escapeMarkup(whereToWatch(arrival) + rating),
    `<a href="${ATTRIBUTION.url}">${ATTRIBUTION.text}</a>`,
  ];
  return paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('');
}

const element = (name: string, text: string) => `<${name}>${escapeMarkup(text)}</${name}>`;

/** Formats a time as RFC 822 does: `Tue, 24 Nov 2026 06:00:05 GMT`. */
const rssDate = (time: string) => new Date(time).toUTCString();
