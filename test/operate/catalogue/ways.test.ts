import { describe, expect, it } from '@jest/globals';
import type { WayToWatch } from '../../../events/types.ts';
import { linkOf, waysByType, whereToWatch } from '../../../operate/catalogue/ways.ts';

const way = (type: string, price: number | null, webUrl: string | null = null): WayToWatch => ({
  ...{ type, price, webUrl, format: null },
});

describe('ways to watch', () => {
  const ways = [
    way('buy', 7.99, 'https://shop.example/buy'),
    way('rent', null, 'https://shop.example/unknown'),
    way('rent', 4.49, 'https://shop.example/4k'),
    way('rent', 3.49, 'javascript:alert(1)'),
    way('sub', null, 'not an address'),
  ];

  it('are one for each type, with the lowest price and the cheapest address for a browser', () => {
    expect(waysByType(ways)).toEqual([
      { text: 'buy 7.99', url: 'https://shop.example/buy' },
      { text: 'rent 3.49', url: 'https://shop.example/4k' },
      { text: 'sub', url: undefined },
    ]);
  });

  it('are described behind the service', () => {
    expect(whereToWatch({ service: 'Amazon', ways })).toBe('Amazon (buy 7.99, rent 3.49, sub)');
    expect(whereToWatch({ service: 'Amazon', ways: [] })).toBe('Amazon');
  });

  it('link to the first address for a browser', () => {
    expect(linkOf({ ways: ways.slice(3) })).toBeUndefined();
    expect(linkOf({ ways: ways.slice(2) })).toBe('https://shop.example/4k');
  });
});
