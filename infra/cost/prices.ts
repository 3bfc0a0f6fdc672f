/** A price in US dollars, with its source and date. */
export interface Price {
  readonly usd: number;
  /** The number of units for the price. */
  readonly per: number;
  readonly unit: string;
  readonly source: string;
  /** The date of the source, otherwise the date of reading it. */
  readonly date: string;
}

type Source = Pick<Price, 'source' | 'date'>;

const from = (date: string, source: string): Source => ({ source, date });
const KINESIS_2023 = from(
  '2023',
  'https://www.trek10.com/blog/amazon-kinesis-data-streams-on-demand-vs.-provisioned-billing-mode-cost-comparison',
);
const KINESIS_2026 = from('2026-05', 'https://awsnegotiations.com/kinesis-pricing-optimization.html');
const DYNAMODB = from('2025-07-21', 'https://airbyte.com/data-engineering-resources/dynamodb-pricing');
const CLOUDWATCH = from(
  '2026-06-13',
  'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/',
);
const METRICS = from('2026-02-15', 'https://signoz.io/guides/cloudwatch-pricing');
const TRANSITIONS = from('2026-03-14', 'https://www.wring.co/blog/aws-step-functions-pricing-guide');
const PRICE_LIST = from('2026-11-24', 'copies of the AWS Price List');
const SECRETS = from(
  '2026-11-24',
  'https://hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms',
);
const WATCHMODE = from('2026-10', "customers' reports of the Startup plan");

const price = (usd: number, per: number, unit: string, source: Source): Price => ({
  usd,
  per,
  unit,
  ...source,
});

/**
 * Prices of US East (N. Virginia), without free tiers and taxes. Other Regions are up to 25 % more expensive.
 *
 * The vendors' pages show prices only in a browser, so these come from other sources, named in `source`. Check them with
 * the vendors before a budget depends on them.
 */
export const PRICES = {
  transition: price(0.025, 1_000, 'state transition', TRANSITIONS),
  lambdaRequest: price(0.2, 1_000_000, 'request', PRICE_LIST),
  lambdaDuration: price(0.0000133334, 1, 'GB-second, arm64', PRICE_LIST),
  onDemandStream: price(0.04, 1, 'stream-hour', KINESIS_2023),
  onDemandWrite: price(0.08, 1, 'GB written', KINESIS_2023),
  shard: price(0.015, 1, 'shard-hour', KINESIS_2026),
  shardRetention: price(0.02, 1, 'shard-hour beyond a day', KINESIS_2026),
  putUnit: price(0.014, 1_000_000, 'PUT unit of 25 KB', KINESIS_2026),
  tableRead: price(0.125, 1_000_000, 'read request unit', DYNAMODB),
  tableWrite: price(0.625, 1_000_000, 'write request unit', DYNAMODB),
  logIngestion: price(0.5, 1, 'GB of logs', CLOUDWATCH),
  alarm: price(0.1, 1, 'alarm metric-month', CLOUDWATCH),
  dashboard: price(3, 1, 'dashboard-month', CLOUDWATCH),
  metric: price(0.3, 1, 'custom metric-month', METRICS),
  secret: price(0.4, 1, 'secret-month', SECRETS),
  credit: price(349, 40_000, 'credit, Startup plan', WATCHMODE),
};

/** Returns the price of a quantity in US dollars. */
export const priceOf = ({ usd, per }: Price, quantity: number): number => (usd / per) * quantity;
