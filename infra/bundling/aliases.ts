import { join } from 'node:path';

/**
 * Replacements of packages in the functions' bundles, for esbuild's option `alias`. They shorten the cold start.
 *
 * @param projectRoot - the checkout
 */
export function bundleAliases(projectRoot: string): Readonly<Record<string, string>> {
  const noProfiles = join(projectRoot, 'infra/bundling/no-profiles.ts');
  return {
    // node-fetch needs it only without web streams, which Node.js 18 and later have.
    'web-streams-polyfill/dist/ponyfill.es2018.js': 'node:stream/web',
    '@aws-sdk/credential-provider-ini': noProfiles,
    '@aws-sdk/credential-provider-process': noProfiles,
    '@aws-sdk/credential-provider-sso': noProfiles,
    '@aws-sdk/credential-provider-web-identity': noProfiles,
  };
}
