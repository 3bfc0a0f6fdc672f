import { omitUndefined } from '../../events/omit-undefined.ts';
import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { withoutPassword } from './address.ts';
import { ensureProfile } from './profiles.ts';
import { checkRegion } from './region.ts';
import { readLocalEndpoints } from '../endpoints/local-endpoints.ts';
import { DEFAULT_PORT } from '../endpoints/local-ports.ts';

/** The services a command talks to. */
export type ServiceName = 'stepFunctions' | 'kinesis' | 'dynamodb';

/** How a user says where Step Functions and Kinesis are. */
export interface TargetOptions {
  /** The runtime of this machine instead of AWS. */
  readonly local?: boolean;
  readonly endpointUrl?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** Where and as whom a command calls a service. */
export interface Target {
  readonly isLocal: boolean;
  /** Absent: the service's own address in the Region. */
  readonly endpointUrl?: string;
  /** Absent: what the AWS configuration says. */
  readonly region?: string;
  readonly profile?: string;
}

/** Local executions carry this Region in their ARNs. */
const LOCAL_REGION = 'eu-west-2';

const LOCAL_VARIABLE: Readonly<Record<ServiceName, string>> = {
  stepFunctions: 'TVGUIDE_LOCAL_ENDPOINT',
  kinesis: 'TVGUIDE_LOCAL_KINESIS_ENDPOINT',
  dynamodb: 'TVGUIDE_LOCAL_DYNAMODB_ENDPOINT',
};

const PORT_OFFSET: Readonly<Record<ServiceName, number>> = { stepFunctions: 0, kinesis: 1, dynamodb: 4 };

/**
 * Works out where a service is. With `--local` that is, in this order: `--endpoint-url`, the environment variable,
 * what a running `tvguide up` of this folder left in `.local/endpoints.json`, the default port.
 *
 * @throws UsageError for an address that is none, and for --profile with --local
 */
export async function resolveTarget(
  service: ServiceName,
  options: TargetOptions,
  io: Pick<Io, 'env' | 'cwd'>,
): Promise<Target> {
  const { local = false, endpointUrl, region, profile } = options;
  if (endpointUrl !== undefined) checkAddress('--endpoint-url', endpointUrl, service);
  if (region !== undefined) checkRegion('--region', region);
  if (!local) {
    if (region === undefined) checkRegionOf(io.env);
    if (profile !== undefined) await ensureProfile(profile, io.env);
    return {
      isLocal: false,
      ...omitUndefined({ endpointUrl, region, profile }),
    };
  }
  if (profile !== undefined) throw new UsageError('--local uses no credentials: leave --profile out');
  return {
    isLocal: true,
    endpointUrl: endpointUrl ?? (await localAddress(service, io)),
    region: region ?? LOCAL_REGION,
  };
}

/** The AWS SDK reads these by itself, and takes whatever they hold. */
function checkRegionOf(env: Io['env']): void {
  const variable = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((name) => (env[name] ?? '') !== '');
  if (variable !== undefined) checkRegion(variable, env[variable] ?? '');
}

async function localAddress(service: ServiceName, { env, cwd }: Pick<Io, 'env' | 'cwd'>): Promise<string> {
  const variable = LOCAL_VARIABLE[service];
  const address = env[variable]?.trim() ?? '';
  if (address !== '') {
    checkAddress(variable, address, service);
    return address;
  }
  const endpoints = await readLocalEndpoints(cwd);
  return endpoints?.[service] ?? `http://127.0.0.1:${DEFAULT_PORT + PORT_OFFSET[service]}`;
}

function checkAddress(name: string, address: string, service: ServiceName): void {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new UsageError(
      `${name} is not an http(s) address: ${JSON.stringify(withoutPassword(address))}; for example http://127.0.0.1:${DEFAULT_PORT + PORT_OFFSET[service]}`,
    );
  }
}
