import type { Arrival } from '../../../operate/catalogue/arrivals.ts';
import { type ArrivedTitle, titlesOf } from '../../../operate/catalogue/arrived-titles.ts';
import { ATTRIBUTION } from '../../../operate/catalogue/attribution.ts';
import { headlineOf, nameOf, type Listing } from './listing.ts';
import { escapeMarkup } from './markup.ts';
import { PAGE_STYLE } from './page-style.ts';
import { linkOf, whereToWatch } from '../../../operate/catalogue/ways.ts';

/**
 * Formats a listing as one page without scripts, pictures or anything else from elsewhere. It has both colour schemes. The
 * same listing gives the same page.
 */
export function formatHtml(listing: Listing): string {
  const headline = escapeMarkup(headlineOf(listing));
  const titles = titlesOf(listing.arrivals);
  const days = [...new Set(titles.map(dayOf))];
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${headline}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<h1>${headline}</h1>
${days.length === 0 ? '<p>Nothing new.</p>' : days.map((day) => sectionOf(day, titles)).join('\n')}${listing.hasMore ? '\n<p>Older ones are left out.</p>' : ''}
</main>
<footer><p><a href="${ATTRIBUTION.url}">${ATTRIBUTION.text}</a></p></footer>
</body>
</html>
`;
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' });

const dayOf = ({ firstSeen }: ArrivedTitle) => firstSeen.slice(0, 'YYYY-MM-DD'.length);

function sectionOf(day: string, titles: readonly ArrivedTitle[]): string {
  const ofDay = titles.filter((title) => dayOf(title) === day);
  return `<section>
<h2><time datetime="${day}">${escapeMarkup(DATE.format(new Date(day)))}</time></h2>
<ul>
${ofDay.map(itemOf).join('\n')}
</ul>
</section>`;
}

function itemOf(title: ArrivedTitle): string {
  const { plotOverview, type, userRating, genres, arrivals } = title;
  const facts = [
    type.replaceAll('_', ' '),
    ...genres.map(({ name }) => name),
    ...(userRating === null ? [] : [`rating ${userRating.toFixed(1)} of 10`]),
  ];
  return `<li>
<h3>${escapeMarkup(nameOf(title))}</h3>
<p class="facts">${escapeMarkup(facts.join(' · '))}</p>
${plotOverview === null ? '' : `<p>${escapeMarkup(plotOverview)}</p>\n`}<p class="places">${arrivals.map(placeOf).join(' ')}</p>
</li>`;
}

function placeOf(arrival: Arrival): string {
  const link = linkOf(arrival);
  const place = escapeMarkup(whereToWatch(arrival));
  return link === undefined ? `<span>${place}</span>` : `<a href="${escapeMarkup(link)}">${place}</a>`;
}
