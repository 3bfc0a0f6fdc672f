import { join, resolve } from 'node:path';
import { omitUndefined } from '../../events/omit-undefined.ts';
import { OWN_CATALOGUE } from '../../local/project.ts';
import type { UserKinesis, RuntimeOptions } from '../../local/composition/options.ts';
import { CatalogueError } from '../../local/watchmode/catalogue-error.ts';
import { loadCatalogue } from '../../local/watchmode/catalogue.ts';
import { FaultSpecError, parseFaults } from '../../local/watchmode/fault-spec.ts';
import { fixedApiKey } from '../../tasks/shared/watchmode/api-key.ts';
import { withoutPassword } from '../../operate/aws/address.ts';
import { checkRegion } from '../../operate/aws/region.ts';
import { UsageError } from '../../operate/errors.ts';
import type { Io } from '../../operate/io.ts';
import { readKeepDays } from './keep-days.ts';
import { readLiveSettings } from './live-settings.ts';

/** The options that select the Watchmode and the Kinesis of the local runtime. */
export interface LocalRuntimeOptions {
  readonly titles?: number;
  readonly catalogue?: string;
  readonly faults?: string;
  readonly freePlan?: boolean;
  readonly seed: number;
  readonly live?: boolean;
  readonly endpointKinesis?: string;
}

/** The options of a runtime, read and validated. */
export type RuntimePlan = Omit<RuntimeOptions, 'observer' | 'warn'>;

/**
 * Reads the files and settings that the options name, before anything is started.
 *
 * @throws UsageError for invalid options
 */
export async function planRuntime(
  options: LocalRuntimeOptions,
  io: Pick<Io, 'cwd' | 'env'>,
): Promise<RuntimePlan> {
  refuseTogether(options);
  const watchmode = options.live === true ? await live(io) : await standIn(options, io);
  const { endpointKinesis } = options;
  return {
    dataFolder: join(io.cwd, '.local'),
    keepDays: readKeepDays(io.env),
    watchmode,
    ...(endpointKinesis === undefined ? {} : { kinesis: userKinesis(endpointKinesis, io.env) }),
  };
}

/** Refuses options of the stand-in with --live, where they have no effect. */
function refuseTogether(options: LocalRuntimeOptions): void {
  if (options.live !== true) return;
  const ofStandIn = {
    '--titles': options.titles,
    '--catalogue': options.catalogue,
    '--faults': options.faults,
    '--free-plan': options.freePlan,
  };
  for (const [name, value] of Object.entries(ofStandIn)) {
    if (value !== undefined) {
      throw new UsageError(`${name} is about the Watchmode stand-in: leave it out with --live`);
    }
  }
}

async function live(io: Pick<Io, 'cwd' | 'env'>): Promise<RuntimeOptions['watchmode']> {
  return { kind: 'live', ...(await readLiveSettings(io)) };
}

/** Plans the stand-in. Its key can be set in the environment, so that other clients can use the same one. */
async function standIn(
  options: LocalRuntimeOptions,
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
): Promise<RuntimeOptions['watchmode']> {
  const { titles, seed } = options;
  // The key of the stand-in is printed, so it is not read from .env, which has the key of Watchmode itself.
  const apiKey = env['WATCHMODE_API_KEY']?.trim() ?? '';
  try {
    const file = options.catalogue === undefined ? OWN_CATALOGUE : resolve(cwd, options.catalogue);
    return {
      kind: 'stand-in',
      catalogue: await loadCatalogue(file, titles),
      seed,
      ...(apiKey === '' ? {} : { apiKey: await fixedApiKey(apiKey).read() }),
      ...omitUndefined({ titles }),
      ...(options.freePlan === true ? { plan: 'free' } : {}),
      ...(options.faults === undefined ? {} : { faults: parseFaults(options.faults) }),
    };
  } catch (error) {
    if (error instanceof CatalogueError) {
      throw new UsageError(`cannot use the catalogue: ${error.message}`, { cause: error });
    }
    if (error instanceof FaultSpecError) throw new UsageError(`--faults: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Plans a given Kinesis, with the credentials of the environment. A local Kinesis ignores them. */
function userKinesis(endpoint: string, env: Io['env']): UserKinesis {
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol)) {
    throw new UsageError(
      `--endpoint-kinesis is not an http(s) address: ${JSON.stringify(withoutPassword(endpoint))}`,
    );
  }
  const sessionToken = env['AWS_SESSION_TOKEN'];
  const region = env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'eu-west-2';
  checkRegion(env['AWS_REGION'] === undefined ? 'AWS_DEFAULT_REGION' : 'AWS_REGION', region);
  return {
    endpoint,
    region,
    credentials: {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? 'local',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? 'local',
      ...omitUndefined({ sessionToken }),
    },
  };
}
