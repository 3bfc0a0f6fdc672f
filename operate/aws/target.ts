import { omitUndefined } from '../../events/omit-undefined.ts';
import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import { withoutPassword } from './address.ts';
import { configuredEndpoint } from './configured-endpoint.ts';
import { type Profile, readProfile } from './profiles.ts';
import { checkRegion } from './region.ts';
import type { ServiceName } from './services.ts';
import { readLocalEndpoints } from '../endpoints/local-endpoints.ts';
import { DEFAULT_PORT } from '../endpoints/local-ports.ts';

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
  /** The setting of the AWS configuration that has {@link endpointUrl}. Other services may have other addresses. */
  readonly endpointSource?: string;
  /** Default: the Region of the AWS configuration. */
  readonly region?: string;
  readonly profile?: string;
  /** The profile whose credentials come from a program, and its file. */
  readonly credentialProcess?: { readonly profile: string; readonly file: string };
}

/** The services that run on this machine. */
type LocalService = 'stepFunctions' | 'kinesis' | 'dynamodb';

/** An example for messages about an address on AWS. */
const AN_ADDRESS = `http://127.0.0.1:${DEFAULT_PORT}`;

/** The Region in the ARNs of local executions. */
const LOCAL_REGION = 'eu-west-2';

const LOCAL_VARIABLE: Readonly<Record<LocalService, string>> = {
  stepFunctions: 'TVGUIDE_LOCAL_ENDPOINT',
  kinesis: 'TVGUIDE_LOCAL_KINESIS_ENDPOINT',
  dynamodb: 'TVGUIDE_LOCAL_DYNAMODB_ENDPOINT',
};

const PORT_OFFSET: Readonly<Record<LocalService, number>> = { stepFunctions: 0, kinesis: 1, dynamodb: 4 };

/**
 * Resolves the target of a service. With `local`, the address is the first of: `endpointUrl`, the environment variable,
 * the entry of a running `tvguide up` in `.local/endpoints.json`, the default port.
 *
 * @throws UsageError for an invalid address, Region or profile, and for `--profile` with `--local`
 * @example const { endpointUrl } = await resolveTarget('kinesis', { local: true }, io)
 */
export async function resolveTarget(
  service: LocalService,
  options: TargetOptions,
  io: Pick<Io, 'env' | 'cwd'>,
): Promise<Target> {
  const { local = false, endpointUrl, region, profile } = options;
  if (!local) return resolveAwsTarget(service, options, io);
  if (profile !== undefined) throw new UsageError('--local uses no credentials: leave --profile out');
  checkOptions(options, defaultAddressOf(service));
  return {
    isLocal: true,
    endpointUrl: endpointUrl ?? (await localAddress(service, io)),
    region: region ?? LOCAL_REGION,
  };
}

/**
 * Returns true if the user gave the local address of a service, instead of leaving it to the running runtime.
 * @example isAddressGiven('kinesis', {}, { TVGUIDE_LOCAL_KINESIS_ENDPOINT: 'http://127.0.0.1:9084' }) // true
 */
export function isAddressGiven(
  service: LocalService,
  { endpointUrl }: TargetOptions,
  env: Io['env'],
): boolean {
  return endpointUrl !== undefined || (env[LOCAL_VARIABLE[service]]?.trim() ?? '') !== '';
}

/**
 * Resolves the target of a service on AWS. The address is that of the option, else that of the AWS configuration.
 *
 * @throws UsageError for an invalid address, Region or profile
 * @example const settings = clientSettings(await resolveAwsTarget('sts', { profile: 'streaming' }, io), io)
 */
export async function resolveAwsTarget(
  service: ServiceName,
  options: TargetOptions,
  { env }: Pick<Io, 'env'>,
): Promise<Target> {
  const { region, profile: name } = options;
  checkOptions(options, AN_ADDRESS);
  if (region === undefined) checkRegionOf(env);
  const profile = await readProfile(name, env);
  const configured =
    options.endpointUrl === undefined ? configuredEndpoint(service, profile, env) : undefined;
  if (configured !== undefined) checkAddress(configured.source, configured.url, AN_ADDRESS);
  return {
    isLocal: false,
    ...omitUndefined({
      endpointUrl: options.endpointUrl ?? configured?.url,
      endpointSource: configured?.source,
      region,
      profile: name,
      credentialProcess: credentialProcessOf(profile, options, env),
    }),
  };
}

/** Returns the profile if its credentials come from a program, in the order of the SDK. */
function credentialProcessOf(
  profile: Profile | undefined,
  options: TargetOptions,
  env: Io['env'],
): Target['credentialProcess'] {
  const { settings = {}, name = '', file = '' } = profile ?? {};
  if (settings['credential_process'] === undefined) return undefined;
  const isNamed = options.profile !== undefined || (env['AWS_PROFILE'] ?? '') !== '';
  const hasKeys = !isNamed && (env['AWS_ACCESS_KEY_ID'] ?? '') !== '';
  const isSecond = ['role_arn', 'aws_access_key_id', 'web_identity_token_file'].some(
    (key) => key in settings,
  );
  return hasKeys || isSecond ? undefined : { profile: name, file };
}

function checkOptions({ endpointUrl, region }: TargetOptions, example: string): void {
  if (endpointUrl !== undefined) checkAddress('--endpoint-url', endpointUrl, example);
  if (region !== undefined) checkRegion('--region', region);
}

/** Checks the Region variables, which the AWS SDK uses without a check. */
function checkRegionOf(env: Io['env']): void {
  // The SDK does not look for another Region then.
  if (env['AWS_REGION'] === '') {
    throw new UsageError(
      'AWS_REGION is empty: set it to a Region such as eu-west-2, unset it, or give --region',
    );
  }
  const variable = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((name) => (env[name] ?? '') !== '');
  if (variable !== undefined) checkRegion(variable, env[variable] ?? '');
}

async function localAddress(service: LocalService, { env, cwd }: Pick<Io, 'env' | 'cwd'>): Promise<string> {
  const variable = LOCAL_VARIABLE[service];
  const address = env[variable]?.trim() ?? '';
  if (address !== '') {
    checkAddress(variable, address, defaultAddressOf(service));
    return address;
  }
  const endpoints = await readLocalEndpoints(cwd);
  return endpoints?.[service] ?? defaultAddressOf(service);
}

/** Returns the default address of a service of this machine. */
function defaultAddressOf(service: LocalService): string {
  return `http://127.0.0.1:${DEFAULT_PORT + PORT_OFFSET[service]}`;
}

function checkAddress(name: string, address: string, example: string): void {
  if (URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)) return;
  throw new UsageError(
    `${name} is not an http(s) address: ${JSON.stringify(withoutPassword(address))}; for example ${example}`,
  );
}
