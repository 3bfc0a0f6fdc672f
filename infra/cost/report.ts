import type { Estimate } from './estimate.ts';
import type { Item } from './item.ts';

/** Formats an estimate in columns. */
export function formatEstimate(estimate: Estimate): string {
  const { titles, run, streamWrites, standing, streamModes, catalogue, credits, transitionsPerCredit } =
    estimate;
  const aws = total('AWS, one run', run);
  return [
    `One run of ${count(titles)} titles without retries`,
    ...rows([...run, aws, credits, total('All, one run', [...run, credits])]),
    '',
    'The same records written in other ways',
    ...rows(streamWrites),
    '',
    'A month without runs',
    ...rows([...standing, total('All, one month', standing)]),
    '',
    'The stream in a month, in either mode',
    ...rows(streamModes),
    '',
    'The catalogue, if it is deployed: the titles of that run',
    ...rows([...catalogue.run, total('All, one run', catalogue.run)]),
    '',
    'The catalogue in a month without runs',
    ...rows([...catalogue.standing, total('All, one month', catalogue.standing)]),
    '',
    `One Watchmode credit costs as much as ${count(transitionsPerCredit)} state transitions.`,
    '',
  ].join('\n');
}

/** Returns the sum of items. */
export const total = (item: string, of: readonly Item[]): Item => ({
  item,
  quantity: NaN,
  unit: '',
  usd: of.reduce((sum, { usd }) => sum + usd, 0),
});

/** Formats items in columns. */
export function rows(items: readonly Item[]): string[] {
  return items.map(({ item, quantity, unit, usd }) =>
    [
      `  ${item.padEnd(33)}`,
      (Number.isNaN(quantity) ? '' : count(quantity)).padStart(10),
      unit.padEnd(24),
      dollars(usd).padStart(12),
    ].join(' '),
  );
}

/** Formats an amount. */
export const dollars = (usd: number): string => (usd > 0 && usd < 0.0001 ? '<$0.0001' : `$${usd.toFixed(4)}`);

/** Formats a quantity. None is rounded to 0. */
export const count = (value: number): string =>
  value > 0 && value < 0.001
    ? '<0.001'
    : value.toLocaleString('en-GB', { maximumFractionDigits: Number.isInteger(value) ? 0 : 3 });
