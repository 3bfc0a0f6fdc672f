import { randomBytes, timingSafeEqual } from 'node:crypto';

/** What is looked at of a request before anything else. */
export interface GateRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** Whether a request is let in. `enter` means: it brought the secret, and is to be given the cookie. */
export type Verdict =
  | { readonly kind: 'admit' }
  | { readonly kind: 'enter'; readonly cookie: string; readonly path: string }
  | { readonly kind: 'refuse'; readonly status: 401 | 403; readonly reason: string };

const SECRET_BYTES = 24;

/**
 * Lets in the browser that was given the secret address, and nobody else.
 *
 * A name that points at this machine (DNS rebinding) brings another `Host`; a page of another origin brings its
 * `Origin`, or no cookie, since that is a strict one. The secret itself is good for the address line only.
 */
export class Gate {
  readonly #secret = randomBytes(SECRET_BYTES).toString('base64url');
  readonly #session = randomBytes(SECRET_BYTES).toString('base64url');

  constructor(readonly port: number) {}

  /** The address to open. */
  get address(): string {
    return `http://127.0.0.1:${this.port}/?key=${this.#secret}`;
  }

  judge({ method, url, headers }: GateRequest): Verdict {
    const host = one(headers['host']);
    if (host !== `127.0.0.1:${this.port}` && host !== `localhost:${this.port}`) {
      return refuse(403, `this console answers at 127.0.0.1:${this.port} only`);
    }
    const origin = one(headers['origin']);
    if (origin !== undefined && origin !== `http://${host}`)
      return refuse(403, 'not for pages of other origins');
    const reads = method === 'GET' || method === 'HEAD';
    if (!reads && origin === undefined)
      return refuse(403, 'a request that changes something must come from a page of the console');
    const site = one(headers['sec-fetch-site']) ?? 'none';
    const opensPage =
      reads && one(headers['sec-fetch-mode']) === 'navigate' && one(headers['sec-fetch-dest']) === 'document';
    if (site !== 'none' && site !== 'same-origin' && !opensPage)
      return refuse(403, 'not for pages of other origins');
    const key = url.searchParams.get('key');
    if (key !== null && method === 'GET') {
      if (!isEqual(key, this.#secret))
        return refuse(401, 'the key in the address is not the one that this console was started with');
      return { kind: 'enter', cookie: this.#cookie(), path: withoutKey(url) };
    }
    const cookie = cookieOf(one(headers['cookie']), this.#cookieName());
    if (cookie === undefined || !isEqual(cookie, this.#session)) {
      return refuse(401, 'open the address that the command printed');
    }
    return { kind: 'admit' };
  }

  /** Browsers keep cookies by host, not by port: each console has a name of its own. */
  #cookieName(): string {
    return `tvguide-console-${this.port}`;
  }

  #cookie(): string {
    return `${this.#cookieName()}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }
}

function refuse(status: 401 | 403, reason: string): Verdict {
  return { kind: 'refuse', status, reason };
}

function one(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

function withoutKey(url: URL): string {
  const rest = new URLSearchParams(url.search);
  rest.delete('key');
  const search = rest.toString();
  // A path with two slashes in front would name another host.
  return `${url.pathname.replace(/^\/+/, '/')}${search === '' ? '' : `?${search}`}`;
}

function cookieOf(header: string | undefined, name: string): string | undefined {
  return header
    ?.split(';')
    .map((part) => part.trim().split(/=(.*)/s))
    .find(([key]) => key === name)?.[1];
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
