import type { TitleDetails } from './details.ts';
import type { Parameters } from './parameters.ts';
import type { Candidate } from './title-filters.ts';

/** Compares two titles of a listing. */
type Compare = (left: Candidate, right: Candidate) => number;

const COLLATOR = new Intl.Collator('en');

const byTitle: Compare = (left, right) => COLLATOR.compare(left.title.title, right.title.title);
const byRelevance = byNumber((details) => details.relevance_percentile);
const byPopularity = byNumber((details) => details.popularity_percentile);
const byReleaseDate = byNumber(({ release_date: date }) => (date === null ? -Infinity : Date.parse(date)));

const ORDERS: ReadonlyMap<string, Compare> = new Map([
  ['relevance_desc', descending(byRelevance)],
  ['relevance_asc', byRelevance],
  ['popularity_desc', descending(byPopularity)],
  ['popularity_asc', byPopularity],
  ['release_date_desc', descending(byReleaseDate)],
  ['release_date_asc', byReleaseDate],
  ['title_desc', descending(byTitle)],
  ['title_asc', byTitle],
]);

/**
 * Reads the order of a listing, `relevance_desc` by default. Titles that are equal in it are in the order of their IDs.
 *
 * @throws ApiError 400 for an unknown order
 */
export function orderIn(parameters: Parameters): Compare {
  const compare = parameters.choice('sort_by', ORDERS, descending(byRelevance));
  return (left, right) => compare(left, right) || left.title.watchmodeId - right.title.watchmodeId;
}

function byNumber(numberOf: (details: TitleDetails) => number): Compare {
  return (left, right) => {
    const [one, other] = [numberOf(left.details), numberOf(right.details)];
    return one === other ? 0 : one - other;
  };
}

function descending(compare: Compare): Compare {
  return (left, right) => -compare(left, right);
}
