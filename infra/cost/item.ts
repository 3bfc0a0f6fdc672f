import { priceOf, type Price } from './prices.ts';

/** One line of an estimate. */
export interface Item {
  readonly item: string;
  readonly quantity: number;
  readonly unit: string;
  readonly usd: number;
}

/** Returns a line for a quantity at a price. */
export const item = (name: string, quantity: number, price: Price): Item => ({
  item: name,
  quantity,
  unit: price.unit,
  usd: priceOf(price, quantity),
});
