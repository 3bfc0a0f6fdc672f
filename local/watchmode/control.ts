import { FaultSpecError, formatFaults, NO_FAULTS, parseFaults } from './fault-spec.ts';
import type { Faults } from './faults.ts';

/** Where the stand-in is controlled: outside of Watchmode's own paths. */
export const CONTROL_PATH = '/stand-in/faults';
/** Where it tells what has been asked of it. */
export const USE_PATH = '/stand-in/use';

/** A request to the control surface. */
export interface ControlRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Its response, as JSON. */
export interface ControlResponse {
  readonly status: number;
  readonly body: object;
}

/** What has been asked of the stand-in since it was started. */
export interface Use {
  readonly requests: number;
  readonly creditsUsed: number;
  /** Credits that may be spent. */
  readonly quota: number;
  readonly requestsThisMinute: number;
  readonly requestsPerMinute: number;
  /** How many responses had which status; `reset` where the connection was cut. */
  readonly answers: Readonly<Record<string, number>>;
}

/**
 * Reads (`GET`) or changes (`PUT {"faults": "429:0.2"}`, an empty text for none) the faults of a stand-in that runs.
 *
 * A browser must not be able to do so from a page of another origin: what such a page sends carries `Origin` or
 * `Sec-Fetch-Site`, or, when its name was pointed at this machine, another `Host`.
 */
export function control(faults: Faults, request: ControlRequest): ControlResponse {
  if (!isFromThisMachine(request)) return refused(403, 'not for web pages: use a program of this machine');
  if (request.method === 'GET') return stateOf(faults);
  if (request.method !== 'PUT') return refused(405, 'GET reads the faults, PUT changes them');
  const spec = specIn(request.body);
  if (spec === undefined) return refused(400, 'the body must be JSON such as {"faults": "429:0.2"}');
  try {
    faults.change(spec === '' ? NO_FAULTS : parseFaults(spec));
  } catch (error) {
    if (error instanceof FaultSpecError) return refused(400, error.message);
    throw error;
  }
  return stateOf(faults);
}

/** Tells (`GET`) what has been asked of the stand-in, to programs of this machine. */
export function tellUse(use: Use, request: ControlRequest): ControlResponse {
  if (!isFromThisMachine(request)) return refused(403, 'not for web pages: use a program of this machine');
  return request.method === 'GET'
    ? { status: 200, body: use }
    : refused(405, 'GET reads what has been asked');
}

function stateOf(faults: Faults): ControlResponse {
  return { status: 200, body: { faults: formatFaults(faults.plan), down: faults.isDown() } };
}

function refused(status: number, error: string): ControlResponse {
  return { status, body: { error } };
}

function isFromThisMachine({ headers }: ControlRequest): boolean {
  const host = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(String(headers['host'] ?? ''));
  const site = headers['sec-fetch-site'];
  return host && headers['origin'] === undefined && (site === undefined || site === 'none');
}

function specIn(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || !('faults' in value)) return undefined;
    return typeof value.faults === 'string' ? value.faults.trim() : undefined;
  } catch {
    // Not JSON: the response says what it must be.
    return undefined;
  }
}
