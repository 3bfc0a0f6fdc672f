import { UsageError } from '../errors.ts';
import type { Io } from '../io.ts';
import type { Profile } from './profiles.ts';
import { SERVICE_IDS, type ServiceName } from './services.ts';

/** An address from the AWS configuration. */
export interface ConfiguredEndpoint {
  readonly url: string;
  /** The setting that has it, for messages: `AWS_ENDPOINT_URL_SFN`. */
  readonly source: string;
}

/**
 * Finds the address of a service in the AWS configuration, in the order of the AWS CLI: the variable of the service,
 * AWS_ENDPOINT_URL, the services of the profile, its `endpoint_url`. The SDK looks only at the profile of AWS_PROFILE.
 *
 * @throws UsageError if the profile refers to services that the configuration lacks
 */
export function configuredEndpoint(
  service: ServiceName,
  profile: Profile | undefined,
  env: Io['env'],
): ConfiguredEndpoint | undefined {
  const { settings = {}, name = '' } = profile ?? {};
  const ignores = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? settings['ignore_configured_endpoint_urls'];
  if (ignores?.toLowerCase() === 'true') return undefined;
  const id = SERVICE_IDS[service].replaceAll(' ', '_');
  for (const source of [`AWS_ENDPOINT_URL_${id.toUpperCase()}`, 'AWS_ENDPOINT_URL']) {
    const url = env[source] ?? '';
    if (url !== '') return { url, source };
  }
  const section = settings['services'];
  if (section !== undefined) {
    const services = profile?.services(section);
    if (services === undefined) {
      throw new UsageError(
        `the profile ${name} has services = ${section}, and there is no [services ${section}] in ${profile?.file ?? ''}`,
      );
    }
    const url = services[`${id.toLowerCase()}.endpoint_url`];
    if (url !== undefined) return { url, source: `services ${section} of the profile ${name}` };
  }
  const url = settings['endpoint_url'];
  return url === undefined ? undefined : { url, source: `endpoint_url of the profile ${name}` };
}
