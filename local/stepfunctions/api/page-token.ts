import { isObject } from '../interpreter/json.ts';
import { ApiError } from './protocol/api-error.ts';

const DEFAULT_PAGE_SIZE = 100;

/** Returns the number of items of a page: `maxResults`, or 100 if it is 0 or undefined. */
export function pageSize(maxResults: number | undefined): number {
  return maxResults === undefined || maxResults === 0 ? DEFAULT_PAGE_SIZE : maxResults;
}

/**
 * Encodes the token for the page after `cursor`. The token is bound to the parameters of `request`, which must not
 * change between pages, as on AWS.
 */
export function encodeToken(request: readonly unknown[], cursor: string): string {
  return Buffer.from(JSON.stringify({ request: JSON.stringify(request), cursor }), 'utf8').toString(
    'base64url',
  );
}

/** Returns the cursor in a token. @throws ApiError InvalidToken if the token is malformed or of another request */
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
