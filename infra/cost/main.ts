import { MAX_TITLES } from '../../events/max-titles.ts';
import { parseArgs } from 'node:util';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { DeploymentConfigError, readConfig } from '../settings/read-config.ts';
import { titleIngestion } from '../../workflow/title-ingestion.ts';
import { estimate } from './estimate.ts';
import { formatBrokenListing } from './listing.ts';
import { formatWaysOn, waysOn } from './recovery.ts';
import { estimateSweep, formatSweep } from './sweep.ts';
import { formatEstimate } from './report.ts';

/** More pages than any month's credits. */
const MAX_PAGES = 10_000;

const USAGE = `Usage: npm run cost -- --titles N [--ingested N | --sweep PAGES]
                                 [-c key=value ...]

  --titles N      number of titles of the run, 1 to ${MAX_TITLES}
  --sweep PAGES   estimate a sweep of so many pages, 1 to ${MAX_PAGES}, with
                  --titles new titles, 0 to ${MAX_TITLES}
  --ingested N    estimate ways to continue a run that failed after N titles
  -c key=value    a setting other than the stage's, for example
                  -c recordAggregation=kpl
`;

/** The output and the exit code of the command. */
export interface CostOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** Runs the command `npm run cost`. */
export function cost(args: readonly string[]): CostOutput {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        titles: { type: 'string' },
        ingested: { type: 'string' },
        sweep: { type: 'string' },
        context: { type: 'string', short: 'c', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return { stdout: USAGE, stderr: '', exitCode: 0 };
    const titles = Number(values.titles);
    const fewest = values.sweep === undefined ? 1 : 0;
    if (values.titles === '' || !isBetween(titles, fewest, MAX_TITLES)) {
      return usageError(
        `--titles is ${values.titles ?? 'missing'}; allowed: a whole number from ${fewest} to ${MAX_TITLES}`,
      );
    }
    const config = readConfig({ ...cdkJson.context, ...overrides(values.context ?? []) });
    if (values.sweep !== undefined) {
      const pages = Number(values.sweep);
      if (!isBetween(pages, 1, MAX_PAGES)) {
        return usageError(`--sweep is ${values.sweep}; allowed: a whole number from 1 to ${MAX_PAGES}`);
      }
      if (values.ingested !== undefined) return usageError('--sweep and --ingested exclude each other');
      const found = estimateSweep(titleIngestion, config, { pages, titles });
      return { stdout: formatSweep(found), stderr: '', exitCode: 0 };
    }
    if (config.feed === 'catalogue') {
      return usageError('--sweep is missing; with feed=catalogue, give the number of pages');
    }
    if (values.ingested !== undefined) {
      const ingested = Number(values.ingested);
      if (!isBetween(ingested, 0, titles - 1)) {
        return usageError(
          `--ingested is ${values.ingested}; allowed: a whole number from 0 to ${titles - 1}, fewer than --titles`,
        );
      }
      const run = { titles, ingested };
      return { stdout: formatWaysOn(run, waysOn(titleIngestion, config, run)), stderr: '', exitCode: 0 };
    }
    const found = estimate(titleIngestion, config, titles);
    const broken = formatBrokenListing(titleIngestion, found.pages);
    return { stdout: `${formatEstimate(found)}\n${broken}`, stderr: '', exitCode: 0 };
  } catch (error) {
    if (error instanceof DeploymentConfigError) return usageError(error.message);
    if (isArgumentError(error)) return usageError(error.message);
    throw error;
  }
}

const isBetween = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** Detects the errors of `parseArgs`: https://nodejs.org/api/util.html#utilparseargsconfig */
const isArgumentError = (error: unknown): error is Error & { code: string } =>
  error !== null &&
  typeof error === 'object' &&
  'code' in error &&
  String(error.code).startsWith('ERR_PARSE_ARGS_');

const usageError = (problem: string): CostOutput => ({
  stdout: '',
  stderr: `${problem}\n\n${USAGE}`,
  exitCode: 2,
});

function overrides(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, key = pair, value = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
      return [key, value];
    }),
  );
}
