import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isFromWebPage, type Clock } from '../stepfunctions/index.ts';
import { Account } from './account.ts';
import type { CatalogueTitle } from './catalogue.ts';
import { control, CONTROL_PATH, type ControlResponse, tellUse, type Use, USE_PATH } from './control.ts';
import { NO_FAULTS, type FaultPlan } from './fault-spec.ts';
import { Faults } from './faults.ts';
import { Calendar } from './calendar.ts';
import { respond } from './respond.ts';
import { Latest } from './latest.ts';
import { Rotation } from './rotation.ts';
import type { Plan } from './sources.ts';
import { Titles } from './titles.ts';
import type { StandInState } from './stand-in-state.ts';

/** The options of the stand-in. */
export interface WatchmodeOptions {
  readonly catalogue: readonly CatalogueTitle[];
  /** The number of titles. Generated ones follow those of the catalogue. @default all of the catalogue */
  readonly titles?: number;
  /** The only accepted key. */
  readonly apiKey: string;
  readonly clock: Pick<Clock, 'now' | 'sleep'>;
  /** The seed of invented values and faults. @default 0 */
  readonly seed?: number;
  /** @default none */
  readonly faults?: FaultPlan;
  /** The free plan has no change feeds, three countries, and prose instead of links to apps. @default 'paid' */
  readonly plan?: Plan;
  /** Credits. @default 1,000,000; 2,500 on the free plan, as at Watchmode */
  readonly quota?: number;
  /** @default 60,000 */
  readonly requestsPerMinute?: number;
  /** The period in which every feed lists every title once, in seconds. @default 3,600 */
  readonly newEverySeconds?: number;
  /** The start of day 0, from which titles arrive on services and leave them, in epoch milliseconds. @default now */
  readonly createdAt?: number;
  /** The maximum number of titles on a page of a listing of titles, even if more are requested. @default 250 */
  readonly titlesPerPage?: number;
  /** The duration of a slow response, in milliseconds. @default 2,000 */
  readonly slowMs?: number;
  /** @default 0, a free one */
  readonly port?: number;
}

/** A running stand-in. */
export interface Watchmode {
  /** The base URL for `WATCHMODE_BASE_URL`, which ends in `/v1`. */
  readonly url: string;
  /** The URL to read and change the faults; see {@link control}. */
  readonly controlUrl: string;
  /** Changes the faults. The seconds of an outage count from now on. */
  readonly changeFaults: (faults: FaultPlan) => void;
  /** Returns the requests and the credits since the start. */
  usage(): { readonly requests: number; readonly creditsUsed: number };
  /** Stops the server immediately, including open connections and slow responses. */
  close(): Promise<void>;
}

/** The stand-in cannot listen. */
export class WatchmodeStartError extends Error {
  override readonly name = 'WatchmodeStartError';
  readonly port: number;

  constructor(port: number, cause: Error) {
    const isInUse = 'code' in cause && cause.code === 'EADDRINUSE';
    super(`the Watchmode stand-in cannot use port ${port}: ${isInUse ? 'it is in use' : cause.message}`, {
      cause,
    });
    this.port = port;
  }
}

/**
 * Starts a server on 127.0.0.1 that behaves like Watchmode.
 *
 * @throws WatchmodeStartError if it cannot listen on the port.
 */
export async function startWatchmode(options: WatchmodeOptions): Promise<Watchmode> {
  const state = openState(options);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void serve(state, request, response);
  });
  const port = options.port ?? 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(new WatchmodeStartError(port, error)));
    server.listen(port, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}/v1`,
    controlUrl: `${origin}${CONTROL_PATH}`,
    changeFaults: (faults) => state.faults.change(faults),
    usage: () => ({ requests: state.account.requests, creditsUsed: state.account.creditsUsed }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Longer than clients keep idle connections, so that none sends a request on a closing connection. */
const KEEP_ALIVE_MS = 600_000;

/** The credits of the free plan in a month. */
const FREE_QUOTA = 2_500;

function openState(options: WatchmodeOptions): StandInState {
  const { catalogue, clock, apiKey, seed = 0, plan = 'paid', requestsPerMinute = 60_000 } = options;
  const { quota = plan === 'free' ? FREE_QUOTA : 1_000_000 } = options;
  const titles = new Titles(catalogue, options.titles);
  return {
    titles,
    calendar: new Calendar(titles, options.newEverySeconds ?? 3600),
    rotation: new Rotation({ seed, titles: titles.count, createdAt: options.createdAt ?? clock.now() }, () =>
      clock.now(),
    ),
    listings: new Latest(),
    titlesPerPage: options.titlesPerPage ?? 250,
    account: new Account({ quota, requestsPerMinute }, () => clock.now()),
    faults: new Faults(options.faults ?? NO_FAULTS, seed, () => clock.now()),
    answers: new Map(),
    clock,
    apiKey,
    plan,
    seed,
    slowMs: options.slowMs ?? 2000,
  };
}

/** The reason of an abort. A constant avoids the stack trace of an error for each request. */
const GONE = 'the connection is closed';

async function serve(state: StandInState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort(GONE));
  // Node.js would use the machine's time.
  const setDate = () => response.setHeader('Date', new Date(state.clock.now()).toUTCString());
  try {
    const { method = '', headers } = request;
    const url = new URL(`http://127.0.0.1${request.url ?? '/'}`);
    const answer = isFromWebPage(headers) ? NOT_FOR_PAGES : await controlled(state, url.pathname, request);
    if (answer !== undefined) {
      setDate();
      response.writeHead(answer.status, { 'Content-Type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(answer.body));
      return;
    }
    const reply = await respond(state, { method, url, headers }, gone.signal);
    const kind = reply.kind === 'reset' ? 'reset' : String(reply.status);
    state.answers.set(kind, (state.answers.get(kind) ?? 0) + 1);
    if (reply.kind === 'reset') {
      request.socket.resetAndDestroy();
      return;
    }
    setDate();
    response.writeHead(reply.status, reply.headers).end(reply.body);
  } catch (error) {
    // The client has closed the connection.
    if (gone.signal.aborted) return;
    response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' }).end(String(error));
  }
}

const NOT_FOR_PAGES: ControlResponse = {
  status: 403,
  body: { error: 'not for web pages: use a program of this machine' },
};

/** Answers a request to the control surface; undefined for any other. */
async function controlled(
  state: StandInState,
  path: string,
  request: IncomingMessage,
): Promise<ControlResponse | undefined> {
  if (path !== CONTROL_PATH && path !== USE_PATH) return undefined;
  const asked = { method: request.method ?? '', body: await startOf(request) };
  return path === CONTROL_PATH ? control(state.faults, asked) : tellUse(useOf(state), asked);
}

function useOf({ account, answers }: StandInState): Use {
  const { requests, creditsUsed, status, pace } = account;
  return { requests, creditsUsed, quota: status.quota, ...pace, answers: Object.fromEntries(answers) };
}

/** The maximum length of a body with faults. */
const MAX_BODY_LENGTH = 65_536;

/** Reads the body of a request, or the start of a body that is too long. */
async function startOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    // Reads the excess, because a sender whose connection is cut receives no response.
    if (body.length <= MAX_BODY_LENGTH) body += chunk;
  }
  return body.length <= MAX_BODY_LENGTH ? body : '';
}
