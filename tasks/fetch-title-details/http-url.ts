import { fullFormats } from 'ajv-formats/dist/formats.js';

/**
 * Returns an http or https URL as a URI (RFC 3986), or null. On free plans some of Watchmode's URL fields contain prose.
 * Others can contain characters that a URI must escape.
 */
export function httpUrlOrNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  // Prose can begin with a scheme, too, but a URL has no white space.
  if (!/^https?:\/\/\S+$/i.test(trimmed) || !URL.canParse(trimmed)) return null;
  if (isHttpUri(trimmed)) return trimmed;
  const escaped = new URL(trimmed).href.replace(/[[\]^`{|}\\"<>]|%(?![0-9a-f]{2})/gi, encodeURIComponent);
  return isHttpUri(escaped) ? escaped : null;
}

/** Applies the rule of the contract's `format: uri`. */
function isHttpUri(text: string): boolean {
  const { uri } = fullFormats;
  return typeof uri === 'function' && /^https?:\/\//.test(text) && uri(text);
}
