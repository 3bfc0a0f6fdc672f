import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BadRequest,
  detailsAnswer,
  genresAnswer,
  listIn,
  pageAnswer,
  readPage,
  regionsAnswer,
  sourcesAnswer,
  titlesFor,
  type ReferenceData,
} from './answers.ts';
import type { ChangingCatalogue } from './changing-catalogue.ts';
import { Ledger, type AskedPage, type Delivery, type Sale } from './ledger.ts';

/**
 * The fault of one answer.
 *
 * - `unavailable`: 503 with a page in HTML.
 * - `charged 502`: 502, and the request is charged.
 * - `rate limit`: 429 with Retry-After.
 * - `reset`, `charged reset`: the connection is closed without an answer.
 * - `malformed`: half of the answer, charged.
 * - `short page`: a page without some of its last titles, charged; an ordinary answer if it is no page.
 */
export type Fault =
  | 'unavailable'
  | 'charged 502'
  | 'rate limit'
  | 'reset'
  | 'charged reset'
  | 'malformed'
  | 'short page';

/** The account and the habits of an {@link IndependentWatchmode}. */
export interface Account {
  readonly key: string;
  /** Credits a month. */
  readonly quota: number;
  /** Default: 1,000. */
  readonly requestsPerMinute?: number;
  /** The most titles that a page has, whatever its limit. Default: 250, the documented maximum. */
  readonly pageCap?: number;
}

/** The ports of an {@link IndependentWatchmode}. */
export interface Ports {
  readonly account: Account;
  readonly catalogue: ChangingCatalogue;
  readonly reference: ReferenceData;
  /** Its own clock, in epoch milliseconds. */
  readonly now: () => number;
  /** Returns the fault of a request, by its number from 0. Default: none. */
  readonly faultOf?: (request: number, path: string) => Fault | undefined;
  /** Runs before each page is read, and can change the catalogue. */
  readonly beforePage?: (asked: AskedPage, catalogue: ChangingCatalogue) => void;
}

/** An answer; null when the connection is closed without one. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} | null;

interface Priced {
  readonly what: Sale['what'];
  readonly credits: number;
  readonly read: () => { readonly body: object; readonly facts?: Partial<Sale> };
}

class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

const MINUTE_MS = 60_000;

/**
 * A Watchmode on a free plan, made from documentation alone: the parameters and types of `@watchmode/api-client` 1.0.0, the
 * texts of Watchmode's site and one real answer. It shares no code with `local/watchmode`, the project's stand-in, and was
 * written without reading it: what passes against both does not depend on one reading of the documentation.
 *
 * It has a catalogue that changes, and a ledger of every credit. `/list-titles` sorts by title, for one service a request.
 */
export class IndependentWatchmode {
  readonly ledger = new Ledger();
  /** The number of requests so far, including refused ones. */
  requests = 0;
  readonly #ports: Ports;
  reference: ReferenceData;
  #minute = { number: -1, requests: 0 };

  constructor(ports: Ports) {
    this.#ports = ports;
    this.reference = ports.reference;
  }

  get catalogue(): ChangingCatalogue {
    return this.#ports.catalogue;
  }

  /** Answers a GET of a URL below `/v1`, or any other base. */
  answer(url: URL, header: (name: string) => string | undefined): Answer {
    const { now, faultOf, catalogue, account } = this.#ports;
    catalogue.reach(now());
    const request = this.requests;
    this.requests += 1;
    const path = url.pathname.replace(/^\/v1/, '');
    try {
      this.#checkKey(url, header);
      this.#checkRate(account.requestsPerMinute ?? 1000);
      const fault = faultOf?.(request, path);
      if (fault === 'unavailable') return this.#html(503);
      if (fault === 'rate limit') throw tooManyRequests(this.#secondsLeft());
      if (fault === 'reset') return null;
      return this.#sell(path, url, fault);
    } catch (error) {
      if (error instanceof BadRequest) return this.#refuse(new Refusal(400, error.message));
      if (error instanceof Refusal) return this.#refuse(error);
      throw error;
    }
  }

  /** Replaces `fetch` without a network. Rejects as node-fetch does if there is no answer. */
  readonly fetch = async (
    url: string,
    { headers }: { readonly headers: Readonly<Record<string, string>> },
  ) => {
    const answer = this.answer(new URL(url), (name) => headers[name]);
    await Promise.resolve();
    if (answer === null) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    return {
      status: answer.status,
      headers: { get: (name: string) => answer.headers[name.toLowerCase()] ?? null },
      text: () => Promise.resolve(answer.body),
    };
  };

  /** Serves HTTP on a free port of the loopback interface. */
  async listen(): Promise<{ readonly baseUrl: string; readonly close: () => Promise<void> }> {
    const http = createServer((incoming, response) => {
      const url = new URL(incoming.url ?? '/', 'http://localhost');
      const header = (name: string) => {
        const value = incoming.headers[name];
        return typeof value === 'string' ? value : undefined;
      };
      send(response, this.answer(url, header));
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const close = async () => {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    };
    return { baseUrl: `http://127.0.0.1:${port}/v1`, close };
  }

  #sell(path: string, url: URL, fault: Fault | undefined): Answer {
    const { now, account, catalogue } = this.#ports;
    const { what, credits, read } = this.#priced(path, url.searchParams);
    if (this.ledger.charged + credits > account.quota) {
      throw new Refusal(402, 'You have used all of your API credits for this month.');
    }
    const { body, facts = {} } = read();
    const tick = facts.tick ?? catalogue.read();
    const isShort = fault === 'short page' && what === 'page' && (facts.sent?.length ?? 0) > 0;
    const sent = isShort ? facts.sent!.slice(0, Math.floor(facts.sent!.length / 2)) : facts.sent;
    if (credits > 0) {
      const delivery = deliveryOf(fault, isShort);
      this.ledger.note({
        ...facts,
        ...(sent === undefined ? {} : { sent }),
        ...{ tick, at: now(), what, path, credits, delivery },
      });
    }
    if (fault === 'charged reset') return null;
    if (fault === 'charged 502') return this.#html(502);
    const whole = isShort
      ? { ...body, titles: (body as { titles: object[] }).titles.slice(0, sent!.length) }
      : body;
    const text = JSON.stringify(whole);
    return this.#json(200, fault === 'malformed' ? text.slice(0, text.length / 2) : text);
  }

  #priced(path: string, query: URLSearchParams): Priced {
    const { catalogue, account } = this.#ports;
    const { reference } = this;
    const list = (answer: () => object): Priced => ({
      ...{ what: 'reference', credits: 1 },
      read: () => ({ body: answer() }),
    });
    switch (path) {
      case '/status':
        return {
          ...{ what: 'other', credits: 0 },
          read: () => ({ body: { quota: account.quota, quotaUsed: this.ledger.charged } }),
        };
      case '/sources':
        return list(() => sourcesAnswer(reference, query));
      case '/genres':
        return list(() => genresAnswer(reference));
      case '/regions':
        return list(() => regionsAnswer(reference));
      case '/list-titles':
        return { what: 'page', credits: 1, read: () => this.#readPage(query) };
    }
    if (path.startsWith('/changes/')) throw new Refusal(401, 'This endpoint requires a paid plan.');
    const titleId = /^\/title\/(\d{1,10})\/details$/.exec(path)?.[1];
    if (titleId === undefined) throw new Refusal(404, 'The resource you requested could not be found.');
    const title = catalogue.title(Number(titleId));
    if (title === undefined) throw new Refusal(404, 'The resource you requested could not be found.');
    return {
      what: 'title',
      credits: 1 + listIn(query, 'append_to_response').length,
      read: () => ({
        body: detailsAnswer(title, query, { catalogue, reference }),
        facts: { titleId: title.id },
      }),
    };
  }

  #readPage(query: URLSearchParams): { body: object; facts: Partial<Sale> } {
    const { catalogue, account, beforePage } = this.#ports;
    const asked = readPage(query, account.pageCap ?? 250);
    const isOnPlan = this.reference.regions.some(
      ({ country, isOnPlan: isEnabled }) => isEnabled && country === asked.region,
    );
    if (!isOnPlan) throw new BadRequest(`${asked.region} is not enabled for your plan`);
    beforePage?.(asked, catalogue);
    const body = pageAnswer(titlesFor(catalogue, asked), asked);
    const sent = body.titles.map(({ id }) => id);
    return {
      body,
      facts: { asked, tick: catalogue.read(), sent, isLastPage: asked.page >= body.total_pages },
    };
  }

  #checkKey({ searchParams }: URL, header: (name: string) => string | undefined): void {
    const given =
      header('x-api-key') ?? header('authorization')?.replace(/^Bearer /, '') ?? searchParams.get('apiKey');
    if (given !== this.#ports.account.key) throw new Refusal(401, 'Invalid API key.');
  }

  #checkRate(limit: number): void {
    const number = Math.floor(this.#ports.now() / MINUTE_MS);
    if (number !== this.#minute.number) this.#minute = { number, requests: 0 };
    this.#minute.requests += 1;
    if (this.#minute.requests > limit) throw tooManyRequests(this.#secondsLeft());
  }

  #secondsLeft(): number {
    return Math.ceil((MINUTE_MS - (this.#ports.now() % MINUTE_MS)) / 1000);
  }

  #refuse({ status, message, headers }: Refusal): Answer {
    const answer = this.#json(
      status,
      JSON.stringify({ success: false, statusCode: status, statusMessage: message }),
    );
    return answer === null ? null : { ...answer, headers: { ...answer.headers, ...headers } };
  }

  #html(status: number): Answer {
    return { ...this.#json(status, '<html><body>The server is busy.</body></html>')! };
  }

  #json(status: number, body: string): Answer {
    const { account, now } = this.#ports;
    const limit = account.requestsPerMinute ?? 1000;
    return {
      status,
      body,
      headers: {
        'content-type': body.startsWith('<') ? 'text/html' : 'application/json',
        date: new Date(now()).toUTCString(),
        'x-ratelimit-limit': String(limit),
        'x-ratelimit-remaining': String(Math.max(0, limit - this.#minute.requests)),
        'x-account-quota': String(account.quota),
        'x-account-quota-used': String(this.ledger.charged),
      },
    };
  }
}

function deliveryOf(fault: Fault | undefined, isShort: boolean): Delivery {
  if (isShort) return 'short';
  if (fault === 'charged reset' || fault === 'charged 502') return 'lost';
  return fault === 'malformed' ? 'broken' : 'complete';
}

function tooManyRequests(seconds: number): Refusal {
  return new Refusal(429, 'The rate limit was exceeded.', { 'retry-after': String(seconds) });
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === null) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}
