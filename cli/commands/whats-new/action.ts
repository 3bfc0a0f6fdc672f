import { omitUndefined } from '../../../events/omit-undefined.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { ARRIVAL_DEFAULTS } from '../../../operate/catalogue/arrival-defaults.ts';
import { findArrivals, readKnownNames } from '../../../operate/catalogue/find-arrivals.ts';
import { listNames } from '../../../operate/catalogue/find-named.ts';
import { isIn } from '../../../operate/catalogue/known-names.ts';
import { type Catalogue, openCatalogue } from '../../../operate/catalogue/open-catalogue.ts';
import { OperationError, UsageError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { momentOf, parseSince, type Since } from '../../../operate/parse/since.ts';
import { recordedTablesHere } from '../../runtime/read-recorded.ts';
import { withStepFunctions } from '../../session.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import type { Listing } from './listing.ts';
import { printArrivals } from './print-arrivals.ts';
import { type Format, writeListing } from './write-listing.ts';

export interface WhatsNewOptions extends ServiceOptions {
  /** Names or IDs. */
  readonly services?: readonly string[];
  /** Names or IDs. */
  readonly genres?: readonly string[];
  readonly types?: readonly string[];
  readonly since?: Since;
  readonly minRating?: number;
  readonly country: string;
  readonly limit: number;
  readonly format?: Format;
  /** A file, or - for standard output. */
  readonly output?: string;
}

/** Lists what is new on services. */
export async function whatsNew(invocation: Invocation<WhatsNewOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  if (/^[A-Z]{2}$/.test(options.region ?? '')) {
    throw new UsageError(`--region is the AWS Region: give the country with --country ${options.region}`);
  }
  if (options.output !== undefined && options.format === undefined) {
    throw new UsageError('--output goes with --format');
  }
  const since = momentOf(options.since ?? parseSince(ARRIVAL_DEFAULTS.since), io.now());
  if (since > io.now()) throw new UsageError('--since is in the future');
  return withStepFunctions(
    invocation,
    async ({ sfn, printer }) => {
      const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
      const catalogue = await openCatalogue(sfn, stateMachineArn, io, {
        openFiles: recordedTablesHere(io, printer),
      });
      try {
        const found = await list(catalogue, { ...options, since });
        const { format, limit } = options;
        if (format === undefined) printArrivals(found, printer, io);
        else await writeListing(found, format, options.output, printer, io);
        if (found.hasMore) printer.note(`only the newest ${limit} are included; more with --limit`);
        return ExitCode.Success;
      } finally {
        await catalogue.close();
      }
    },
    { readsFiles: true },
  );
}

/**
 * Finds what is new since a moment, in epoch milliseconds.
 *
 * @throws UsageError without services, and for unknown services and genres; OperationError for an empty catalogue
 */
async function list(
  catalogue: Catalogue,
  {
    services,
    genres = [],
    types,
    since,
    minRating,
    country,
    limit,
  }: Omit<WhatsNewOptions, 'since'> & { readonly since: number },
): Promise<Listing> {
  const known = await readKnownNames(catalogue);
  if (known.services.length === 0) {
    throw new OperationError(
      `the catalogue ${catalogue.tableName} is empty: no event has reached the consumer yet`,
    );
  }
  if (services === undefined) {
    const there = known.services.filter((service) => isIn(country, service));
    throw new UsageError(`name your services with --services: the catalogue has ${listNames(there)}`);
  }
  const found = await findArrivals(catalogue, known, {
    ...{ services, genres, region: country, since, limit },
    ...omitUndefined({ types, minRating }),
  });
  return { ...found, services: [...new Set(found.services.map(({ name }) => name))] };
}
