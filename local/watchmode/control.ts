import { FaultSpecError, formatFaults, NO_FAULTS, parseFaults } from './fault-spec.ts';
import type { Faults } from './faults.ts';

/** The path to read and change the faults. */
export const CONTROL_PATH = '/stand-in/faults';
/** The path to read the use of the stand-in. */
export const USE_PATH = '/stand-in/use';

/** A request to the control surface. */
export interface ControlRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A response of the control surface, as JSON. */
export interface ControlResponse {
  readonly status: number;
  readonly body: object;
}

/** The use of the stand-in since its start. */
export interface Use {
  readonly requests: number;
  readonly creditsUsed: number;
  /** The maximum number of credits. */
  readonly quota: number;
  readonly requestsThisMinute: number;
  readonly requestsPerMinute: number;
  /** The number of responses by status; `reset` for a reset connection. */
  readonly answers: Readonly<Record<string, number>>;
}

/**
 * Reads (`GET`) or changes (`PUT {"faults": "429:0.2"}`, an empty text for none) the faults of a running stand-in.
 *
 * It refuses requests of web pages of other origins. They have `Origin` or `Sec-Fetch-Site`, or after DNS rebinding another
 * `Host`.
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

/** Returns (`GET`) the use of the stand-in to programs on this machine. */
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
    // The response explains that the body must be JSON.
    return undefined;
  }
}
