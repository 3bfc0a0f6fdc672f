import { fullFormats } from 'ajv-formats/dist/formats.js';

/**
 * An http or https address as a URI (RFC 3986), or null. On free plans Watchmode puts prose into some of its URL
 * fields, and in others there may be characters that an address must escape.
 */
export function httpUrlOrNull(text: string | null | undefined): string | null {
  const trimmed = text?.trim() ?? '';
  // Prose may begin with a scheme, too; no address has white space in it.
  if (!/^https?:\/\/\S+$/i.test(trimmed) || !URL.canParse(trimmed)) return null;
  if (isHttpUri(trimmed)) return trimmed;
  const escaped = new URL(trimmed).href.replace(/[[\]^`{|}\\"<>]|%(?![0-9a-f]{2})/gi, encodeURIComponent);
  return isHttpUri(escaped) ? escaped : null;
}

/** By the very rule that the contract's `format: uri` is checked with. */
function isHttpUri(text: string): boolean {
  const { uri } = fullFormats;
  return typeof uri === 'function' && /^https?:\/\//.test(text) && uri(text);
}
