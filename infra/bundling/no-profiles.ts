/**
 * Stands in a function's bundle for the SDK's readers of AWS profiles, browser logins, credential processes and token
 * files. A Lambda function has none of these: its credentials are in its environment, or behind the address that the
 * environment names, which the SDK's chain still finds. The readers bring four more clients with them, 80 KiB.
 */
function noProfiles(): () => Promise<never> {
  return () =>
    Promise.reject(
      // As the SDK's own readers say that the next source is to be asked.
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
