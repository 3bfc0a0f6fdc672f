import { ApiError } from './api-error.ts';
import { callEndpoint } from './endpoints.ts';
import type { Faults } from './faults.ts';
import { seededRandom } from './seeded-random.ts';
import type { Page } from './page.ts';
import type { EndpointResult, StandInState } from './stand-in-state.ts';

/** A request to the stand-in. */
export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A response, or a reset of the connection. */
export type Reply =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'reset' };

/**
 * Answers one request as Watchmode does. It checks in this order: outage, key, requests a minute, the request, credits. Only
 * responses with status 200 cost credits, including malformed ones but not maintenance pages. Most faults affect requests
 * for one title. A page of a listing can be short, and any response can be a maintenance page.
 *
 * @param signal Ends the wait of a slow response.
 */
export async function respond(state: StandInState, request: Request, signal: AbortSignal): Promise<Reply> {
  const { account, faults } = state;
  faults.begin();
  if (faults.isMaintained() || faults.isNextRequestHtml(nameOf(request.url))) return maintenancePage();
  // The reason is in every history and message of a run, where it must not look like an outage of Watchmode.
  if (faults.isDown())
    return refusal(new ApiError(503, 'Service temporarily unavailable (a fault of the stand-in).'), {});
  try {
    checkKey(state, request);
  } catch (error) {
    return refusal(error, {});
  }
  try {
    account.admit();
    if (request.method !== 'GET') throw new ApiError(405, 'Only GET is allowed.', { Allow: 'GET' });
    const found = callEndpoint(state, pathOf(request.url), request.url.searchParams);
    account.requireCredits(found.credits);
    if ((await strike(state, found, signal)) === 'reset') return { kind: 'reset' };
    const body = bodyOf(state, found);
    account.charge(found.credits);
    return { kind: 'response', status: 200, headers: headersOf(account.headers()), body };
  } catch (error) {
    return refusal(error, account.headers());
  }
}

/** Checks the key, which is in a header or, with the official client, in the query. */
function checkKey(state: StandInState, { headers, url }: Request): void {
  const bearer = /^Bearer (.+)$/i.exec(String(headers['authorization'] ?? ''))?.[1];
  const key = headers['x-api-key'] ?? bearer ?? url.searchParams.get('apiKey');
  if (key !== state.apiKey) throw new ApiError(401, 'The API key is missing or invalid.');
}

/** Returns the identity of a request, the same for its repetitions: the path, and the page if there is one. */
function nameOf({ pathname, searchParams }: URL): string {
  return `${pathname.replace(/\/$/, '')} ${searchParams.get('page') ?? ''}`;
}

/** Returns the response of a proxy in front of Watchmode, which ignores keys and credits. */
function maintenancePage(): Reply {
  return {
    kind: 'response',
    status: 200,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: '<!doctype html><title>Maintenance</title><h1>We will be back soon.</h1>',
  };
}

function pathOf({ pathname }: URL): string {
  const path = pathname.replace(/\/$/, '');
  return path.startsWith('/v1/') ? path.slice('/v1'.length) : '';
}

/** Applies the fault of this attempt. */
async function strike(
  state: StandInState,
  found: EndpointResult,
  signal: AbortSignal,
): Promise<'reset' | 'none'> {
  if ('page' in found || found.titleId === undefined) return 'none';
  const { titleId } = found;
  if (state.faults.ofTitle(titleId) === 'broken') throw new ApiError(500, 'Something went wrong.');
  const fault = state.faults.ofNextAttempt(titleId);
  switch (fault) {
    case 'reset':
      return 'reset';
    case '429':
      throw new ApiError(429, 'The rate limit was exceeded.', { 'Retry-After': '1' });
    case '500':
      throw new ApiError(500, 'Something went wrong.');
    case 'slow':
      await state.clock.sleep(state.slowMs, signal);
      return 'none';
    case undefined:
      return 'none';
  }
}

function bodyOf(state: StandInState, found: EndpointResult): string {
  if ('page' in found) return JSON.stringify(bodyOfPage(state.faults, found.page));
  const { titleId, body } = found;
  const text = JSON.stringify(body);
  if (titleId === undefined) return text;
  const fault = state.faults.ofTitle(titleId);
  switch (fault) {
    case 'missing':
      throw new ApiError(404, 'The title you requested could not be found.');
    case 'malformed': {
      // Half of the malformed responses are not valid JSON, half are JSON of another shape.
      const isCut = seededRandom('malformed', state.seed, titleId).chance(0.5);
      return isCut ? text.slice(0, text.length / 2) : JSON.stringify({ id: String(titleId) });
    }
    // Both were answered above.
    case 'broken':
    case 'refused':
    case undefined:
      return text;
  }
}

function bodyOfPage(faults: Faults, page: Page): object {
  const { start, total } = faults.placeOfNextPage(page);
  const titles = page.slice(start, start + page.limit);
  return {
    titles: titles.slice(0, faults.lengthOfNextPage(page.name, titles.length)),
    page: page.number,
    total_results: total,
    total_pages: Math.ceil(total / page.limit),
  };
}

function refusal(error: unknown, headers: Readonly<Record<string, string>>): Reply {
  if (!(error instanceof ApiError)) throw error;
  return {
    kind: 'response',
    status: error.status,
    headers: headersOf({ ...headers, ...error.headers }),
    body: JSON.stringify(error.body),
  };
}

function headersOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  return { 'Content-Type': 'application/json; charset=utf-8', ...headers };
}
