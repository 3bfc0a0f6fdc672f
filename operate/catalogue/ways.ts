import type { WayToWatch } from '../../events/types.ts';
import type { Arrival } from './arrivals.ts';

/** All ways of one type to watch a title on a service. */
export interface WaysOfType {
  /** The type, with the lowest price if there is one: `rent 3.49`. */
  readonly text: string;
  /** The address of the cheapest way that has one for a browser. */
  readonly url: string | undefined;
}

/**
 * Groups the ways to watch a title by type, in the order of the first of each.
 * @example waysByType(arrival.ways).map(({ text }) => text); // ['rent 3.49', 'buy 7.99']
 */
export function waysByType(ways: readonly WayToWatch[]): WaysOfType[] {
  const types = [...new Set(ways.map(({ type }) => type))];
  return types.map((type) => {
    const cheapestFirst = ways.filter((way) => way.type === type).sort((a, b) => costOf(a) - costOf(b));
    const price = cheapestFirst[0]?.price ?? null;
    return {
      text: price === null ? type : `${type} ${price.toFixed(2)}`,
      url: linkOf({ ways: cheapestFirst }),
    };
  });
}

/** Returns the price; a way without one comes last. */
const costOf = ({ price }: WayToWatch) => price ?? Number.MAX_VALUE;

/**
 * Describes where to watch a title.
 * @example whereToWatch(arrival); // 'Amazon (rent 3.49, buy 7.99)'
 */
export function whereToWatch({ service, ways }: Pick<Arrival, 'service' | 'ways'>): string {
  const texts = waysByType(ways).map(({ text }) => text);
  return texts.length === 0 ? service : `${service} (${texts.join(', ')})`;
}

/**
 * Returns the first address at which a service has a title; undefined if there is none for a browser.
 * @example linkOf(arrival); // 'https://www.netflix.com/title/80178943'
 */
export function linkOf({ ways }: Pick<Arrival, 'ways'>): string | undefined {
  const addresses = ways.flatMap(({ webUrl }) =>
    webUrl !== null && URL.canParse(webUrl) ? [new URL(webUrl)] : [],
  );
  return addresses.find(({ protocol }) => /^https?:$/.test(protocol))?.href;
}
