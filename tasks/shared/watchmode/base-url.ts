/** The base URL of Watchmode. */
export const WATCHMODE_URL = 'https://api.watchmode.com/v1';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Parses a base URL of Watchmode's API: https, or http on this machine, because every request contains the key. A slash
 * at its end is removed.
 *
 * @returns the URL, or its fault without the text, which could contain a password
 */
export function parseBaseUrl(text: string): { readonly value: string } | { readonly fault: string } {
  if (!URL.canParse(text)) return { fault: 'must be an absolute URL' };
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.test(hostname))) {
    return { fault: 'must be an https URL, or http on this machine' };
  }
  if (username + password + search + hash !== '') {
    return { fault: 'must have no user, query or fragment' };
  }
  return { value: text.replace(/\/+$/, '') };
}
