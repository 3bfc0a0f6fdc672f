/**
 * Replaces the SDK's readers of AWS profiles, browser logins, credential processes and token files in the functions'
 * bundles. A Lambda function gets its credentials from its environment or an endpoint named there, which the SDK's chain
 * still finds. The readers would add four clients, 80 KiB.
 */
function noProfiles(): () => Promise<never> {
  return () =>
    Promise.reject(
      // The SDK's own readers use it to continue with the next source.
      Object.assign(new Error('A Lambda function has no AWS profile, login, process or token file'), {
        name: 'CredentialsProviderError',
        tryNextLink: true,
      }),
    );
}

export {
  noProfiles as fromIni,
  noProfiles as fromProcess,
  noProfiles as fromSSO,
  noProfiles as fromTokenFile,
};
