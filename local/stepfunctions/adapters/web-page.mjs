// Plain JavaScript, because the launcher of kinesis-local uses it without a build.

/** The names of this machine. Nobody can register another address for them. */
const OWN_HOST = /^(127\.0\.0\.1|\[::1\]|([\w-]+\.)*localhost|host\.docker\.internal)(:\d+)?$/i;

/**
 * Returns true for a request that a web page may have caused: a browser lets any page send requests to loopback. Such a
 * request has headers that only browsers send, or after DNS rebinding the name of another host.
 */
export function isFromWebPage({ host, origin, 'sec-fetch-site': site }) {
  const fromPage = origin !== undefined || (site !== undefined && site !== 'none');
  return fromPage || !OWN_HOST.test(host ?? '');
}
