import type { WayToWatch } from '../../../events/types.ts';
import type { Arrival } from '../../../operate/catalogue/arrivals.ts';

/** Describes the ways to watch a title, each type once with its lowest price: `rent 3.49, buy 7.99`. */
function describeWays(ways: readonly WayToWatch[]): string {
  const types = [...new Set(ways.map(({ type }) => type))];
  return types
    .map((type) => {
      const prices = ways.flatMap((way) => (way.type === type && way.price !== null ? [way.price] : []));
      return prices.length === 0 ? type : `${type} ${Math.min(...prices).toFixed(2)}`;
    })
    .join(', ');
}

/** Describes where to watch a title: `Amazon (rent 3.49, buy 7.99)`. */
export function whereToWatch({ service, ways }: Pick<Arrival, 'service' | 'ways'>): string {
  return ways.length === 0 ? service : `${service} (${describeWays(ways)})`;
}

/** Returns the first address at which a service has a title; undefined if there is none for a browser. */
export function linkOf({ ways }: Pick<Arrival, 'ways'>): string | undefined {
  const addresses = ways.flatMap(({ webUrl }) =>
    webUrl !== null && URL.canParse(webUrl) ? [new URL(webUrl)] : [],
  );
  return addresses.find(({ protocol }) => /^https?:$/.test(protocol))?.href;
}
