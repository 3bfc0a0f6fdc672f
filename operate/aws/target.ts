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

/** The options that select AWS or the local runtime. */
export interface TargetOptions {
  /** True for the runtime of this machine instead of AWS. */
  readonly local?: boolean;
  readonly endpointUrl?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** The address and the credentials for calls of a service. */
export interface Target {
  readonly isLocal: boolean;
  /** Default: the address of the service in the Region. */
  readonly endpointUrl?: string;
  /** Default: the Region of the AWS configuration. */
  readonly region?: string;
  readonly profile?: string;
}

/** The Region in the ARNs of local executions. */
const LOCAL_REGION = 'eu-west-2';

const LOCAL_VARIABLE: Readonly<Record<ServiceName, string>> = {
  stepFunctions: 'TVGUIDE_LOCAL_ENDPOINT',
  kinesis: 'TVGUIDE_LOCAL_KINESIS_ENDPOINT',
  dynamodb: 'TVGUIDE_LOCAL_DYNAMODB_ENDPOINT',
};

const PORT_OFFSET: Readonly<Record<ServiceName, number>> = { stepFunctions: 0, kinesis: 1, dynamodb: 4 };

/**
 * Resolves the target of a service. With `local`, the address is the first of: `endpointUrl`, the environment variable,
 * the entry of a running `tvguide up` in `.local/endpoints.json`, the default port.
 *
 * @throws UsageError for an invalid address, Region or profile, and for `--profile` with `--local`
 * @example const { endpointUrl } = await resolveTarget('kinesis', { local: true }, io)
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

/** Returns true if the user gave the local address of a service, instead of leaving it to the running runtime. */
export function isAddressGiven(
  service: ServiceName,
  { endpointUrl }: TargetOptions,
  env: Io['env'],
): boolean {
  return endpointUrl !== undefined || (env[LOCAL_VARIABLE[service]]?.trim() ?? '') !== '';
}

/** Checks the Region variables, which the AWS SDK uses without a check. */
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
