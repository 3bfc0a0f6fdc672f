import { FaultSpecError, formatFaults, NO_FAULTS, parseFaults } from './fault-spec.ts';
import type { Faults } from './faults.ts';

/** The path to read and change the faults. */
export const CONTROL_PATH = '/stand-in/faults';
/** The path to read the use of the stand-in. */
export const USE_PATH = '/stand-in/use';

/** A request to the control surface. */
export interface ControlRequest {
  readonly method: string;
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
 * Reads (`GET`), replaces (`PUT {"faults": "429:0.2"}`, an empty text for none) or changes the faults of a running
 * stand-in. `PATCH {"on": "429:0.2"}` and `PATCH {"off": "429"}` keep the other kinds, so that several changes at once do
 * not undo each other.
 */
export function control(faults: Faults, request: ControlRequest): ControlResponse {
  const { method, body } = request;
  if (method === 'GET') return stateOf(faults);
  if (method !== 'PUT' && method !== 'PATCH') {
    return refused(405, 'GET reads the faults, PUT replaces them, PATCH changes one');
  }
  const spec = method === 'PUT' ? memberOf(body, 'faults') : changed(formatFaults(faults.plan), body);
  if (spec === undefined) {
    const example = method === 'PUT' ? '{"faults": "429:0.2"}' : '{"on": "429:0.2"} or {"off": "429"}';
    return refused(400, `the body must be JSON such as ${example}`);
  }
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

/** Returns the specification with one kind of fault switched on or off. */
function changed(spec: string, body: string): string | undefined {
  const [on, off] = [memberOf(body, 'on'), memberOf(body, 'off')];
  const [name] = (on ?? off ?? '').split(':', 1);
  if (name === undefined || name === '') return undefined;
  const others = spec.split(',').filter((part) => part !== '' && part.split(':', 1)[0] !== name);
  return [...others, ...(on === undefined ? [] : [on])].join(',');
}

/** Returns a text of a JSON body; undefined without it. */
function memberOf(body: string, name: 'faults' | 'on' | 'off'): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    const text = (value as Record<string, unknown>)[name];
    return typeof text === 'string' ? text.trim() : undefined;
  } catch {
    // The response explains that the body must be JSON.
    return undefined;
  }
}
