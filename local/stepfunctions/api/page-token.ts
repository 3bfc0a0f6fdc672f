import { isObject } from '../interpreter/json.ts';
import { ApiError } from './protocol/api-error.ts';

const DEFAULT_PAGE_SIZE = 100;

/** The number of items of a page: what `maxResults` asks for, 100 without it; 0 asks for the default. */
export function pageSize(maxResults: number | undefined): number {
  return maxResults === undefined || maxResults === 0 ? DEFAULT_PAGE_SIZE : maxResults;
}

/**
 * Makes the token for the page after `cursor`. It is bound to the request: the next one must have the same other
 * parameters, as AWS asks.
 */
export function encodeToken(request: readonly unknown[], cursor: string): string {
  return Buffer.from(JSON.stringify({ request: JSON.stringify(request), cursor }), 'utf8').toString(
    'base64url',
  );
}

/** The cursor in a token, or InvalidToken when it is none, or one of another request. */
export function decodeToken(request: readonly unknown[], token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const value = parseToken(token);
  const belongs = isObject(value) && value['request'] === JSON.stringify(request);
  if (belongs && typeof value['cursor'] === 'string') return value['cursor'];
  throw new ApiError('InvalidToken', "Invalid Token: 'Invalid token'");
}

function parseToken(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
