import { UsageError } from '../errors.ts';

/** `eu-west-2`, `us-gov-west-1`, `eusc-de-east-1`. */
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d+$/;

/**
 * Checks the name of an AWS Region, which becomes part of a host name.
 *
 * @param source the option or the environment variable that the name comes from
 * @throws UsageError
 * @example checkRegion('--region', 'eu-west-2')
 */
export function checkRegion(source: string, region: string): void {
  if (REGION.test(region)) return;
  throw new UsageError(
    `${source} is not the name of an AWS Region: ${JSON.stringify(region)}; for example eu-west-2`,
  );
}
