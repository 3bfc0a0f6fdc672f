import { DAY_MS } from '../../../events/instant.ts';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import type { Arrivals } from '../../../operate/catalogue/arrivals.ts';
import { findNamed, listNames } from '../../../operate/catalogue/find-named.ts';
import { type Catalogue, openCatalogue } from '../../../operate/catalogue/open-catalogue.ts';
import { UsageError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { recordedTablesHere } from '../../runtime/read-recorded.ts';
import { withStepFunctions } from '../../session.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { printArrivals } from './print-arrivals.ts';

export interface WhatsNewOptions extends ServiceOptions {
  /** Names or IDs. */
  readonly services?: readonly string[];
  /** Names or IDs. */
  readonly genres?: readonly string[];
  readonly types?: readonly string[];
  /** Milliseconds back from now. */
  readonly since?: number;
  readonly minRating?: number;
  readonly country: string;
  readonly limit: number;
}

const DEFAULT_SINCE_MS = 7 * DAY_MS;

/** Lists what is new on services. */
export async function whatsNew(invocation: Invocation<WhatsNewOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  if (/^[A-Z]{2}$/.test(options.region ?? '')) {
    throw new UsageError(`--region is the AWS Region: give the country with --country ${options.region}`);
  }
  return withStepFunctions(
    invocation,
    async ({ sfn, printer }) => {
      const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
      const catalogue = await openCatalogue(sfn, stateMachineArn, io, recordedTablesHere(io, printer));
      try {
        printArrivals(await findArrivals(catalogue, options, io.now()), options, printer, io);
        return ExitCode.Success;
      } finally {
        await catalogue.close();
      }
    },
    { readsFiles: true },
  );
}

/** @throws UsageError without services, and for unknown services and genres */
async function findArrivals(
  catalogue: Catalogue,
  { services, genres, types, since = DEFAULT_SINCE_MS, minRating, country, limit }: WhatsNewOptions,
  now: number,
): Promise<Arrivals> {
  const [knownServices, knownGenres] = await Promise.all([
    catalogue.readNames('source'),
    genres === undefined ? [] : catalogue.readNames('genre'),
  ]);
  if (knownServices.length === 0) {
    throw new UsageError(
      `the catalogue ${catalogue.tableName} is empty: no event has reached the consumer yet`,
    );
  }
  if (services === undefined) {
    throw new UsageError(`name your services with --services: the catalogue has ${listNames(knownServices)}`);
  }
  return catalogue.readArrivals({
    ...{ region: country, since: now - since, limit },
    sourceIds: findNamed('service', services, knownServices),
    ...(genres === undefined ? {} : { genreIds: findNamed('genre', genres, knownGenres) }),
    ...omitUndefined({ types, minRating }),
  });
}
