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

const KINESIS_2023 =
  'https://www.trek10.com/blog/amazon-kinesis-data-streams-on-demand-vs.-provisioned-billing-mode-cost-comparison';
const KINESIS_2026 = 'https://awsnegotiations.com/kinesis-pricing-optimization.html';
const DYNAMODB = 'https://airbyte.com/data-engineering-resources/dynamodb-pricing';
const CLOUDWATCH =
  'https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards/';
const PRICE_LIST = 'copies of the AWS Price List';

/**
 * Prices of US East (N. Virginia), without free tiers and taxes. Other Regions are up to 25 % more expensive.
 *
 * The vendors' pages show prices only in a browser, so these come from other sources, named in `source`. Check them with
 * the vendors before a budget depends on them.
 */
export const PRICES = {
  transition: {
    usd: 0.025,
    per: 1_000,
    unit: 'state transition',
    source: 'https://www.wring.co/blog/aws-step-functions-pricing-guide',
    date: '2026-03-14',
  },
  lambdaRequest: { usd: 0.2, per: 1_000_000, unit: 'request', source: PRICE_LIST, date: '2026-11-24' },
  lambdaDuration: {
    usd: 0.0000133334,
    per: 1,
    unit: 'GB-second, arm64',
    source: PRICE_LIST,
    date: '2026-11-24',
  },
  onDemandStream: { usd: 0.04, per: 1, unit: 'stream-hour', source: KINESIS_2023, date: '2023' },
  onDemandWrite: { usd: 0.08, per: 1, unit: 'GB written', source: KINESIS_2023, date: '2023' },
  shard: { usd: 0.015, per: 1, unit: 'shard-hour', source: KINESIS_2026, date: '2026-05' },
  shardRetention: {
    usd: 0.02,
    per: 1,
    unit: 'shard-hour beyond a day',
    source: KINESIS_2026,
    date: '2026-05',
  },
  putUnit: { usd: 0.014, per: 1_000_000, unit: 'PUT unit of 25 KB', source: KINESIS_2026, date: '2026-05' },
  tableRead: { usd: 0.125, per: 1_000_000, unit: 'read request unit', source: DYNAMODB, date: '2025-07-21' },
  tableWrite: {
    usd: 0.625,
    per: 1_000_000,
    unit: 'write request unit',
    source: DYNAMODB,
    date: '2025-07-21',
  },
  logIngestion: { usd: 0.5, per: 1, unit: 'GB of logs', source: CLOUDWATCH, date: '2026-06-13' },
  alarm: { usd: 0.1, per: 1, unit: 'alarm metric-month', source: CLOUDWATCH, date: '2026-06-13' },
  dashboard: { usd: 3, per: 1, unit: 'dashboard-month', source: CLOUDWATCH, date: '2026-06-13' },
  metric: {
    usd: 0.3,
    per: 1,
    unit: 'custom metric-month',
    source: 'https://signoz.io/guides/cloudwatch-pricing',
    date: '2026-02-15',
  },
  secret: {
    usd: 0.4,
    per: 1,
    unit: 'secret-month',
    source: 'https://hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms',
    date: '2026-11-24',
  },
  credit: {
    usd: 349,
    per: 40_000,
    unit: 'credit, Startup plan',
    source: "customers' reports of the Startup plan",
    date: '2026-10',
  },
} as const satisfies Readonly<Record<string, Price>>;

/** Returns the price of a quantity in US dollars. */
export const priceOf = ({ usd, per }: Price, quantity: number): number => (usd / per) * quantity;
