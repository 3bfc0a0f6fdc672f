import { timingSafeEqual } from 'node:crypto';
import { newSecrets, type Secrets } from '../../../operate/endpoints/console-secrets.ts';

/** The parts of a request that the gate judges. */
export interface GateRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The verdict on a request. `enter`: it has the secret, and receives the cookie; cookies of earlier starts end. */
export type Verdict =
  | { readonly kind: 'admit' }
  | { readonly kind: 'enter'; readonly cookies: readonly string[]; readonly path: string }
  | { readonly kind: 'refuse'; readonly status: 401 | 403; readonly reason: string };

/**
 * Admits only the browser that opened the secret address.
 *
 * A request through DNS rebinding has another `Host`. A request of a page of another origin has that `Origin`, or lacks
 * the cookie, which is `SameSite=Strict`. The secret is valid only in the address of a page.
 */
export class Gate {
  readonly #secret: string;
  readonly #session: string;
  readonly #cookiePrefix: string;
  readonly #cookieName: string;

  constructor(
    readonly port: number,
    { key, session, cookie }: Secrets = newSecrets(),
  ) {
    this.#secret = key;
    this.#session = session;
    // Browsers share cookies between ports. The name has the port and a secret part, so that no other server of this
    // machine expects, replaces or overwrites it.
    this.#cookiePrefix = `tvguide-console-${port}-`;
    this.#cookieName = this.#cookiePrefix + cookie;
  }

  /** The address to open. */
  get address(): string {
    return `http://127.0.0.1:${this.port}/?key=${this.#secret}`;
  }

  judge({ method, url, headers }: GateRequest): Verdict {
    const host = one(headers['host']);
    if (host !== `127.0.0.1:${this.port}` && host !== `localhost:${this.port}`) {
      return refuse(403, `this console answers only at 127.0.0.1:${this.port}`);
    }
    const origin = one(headers['origin']);
    if (origin !== undefined && origin !== `http://${host}`)
      return refuse(403, 'pages of other origins have no access');
    const reads = method === 'GET' || method === 'HEAD';
    if (!reads && origin === undefined) return refuse(403, 'changes must come from a page of the console');
    const site = one(headers['sec-fetch-site']) ?? 'none';
    const opensPage =
      reads && one(headers['sec-fetch-mode']) === 'navigate' && one(headers['sec-fetch-dest']) === 'document';
    if (site !== 'none' && site !== 'same-origin' && !opensPage)
      return refuse(403, 'pages of other origins have no access');
    const key = url.searchParams.get('key');
    if (key !== null && method === 'GET') {
      if (!isEqual(key, this.#secret))
        return refuse(401, 'the key in the address is wrong: open the address that the command printed');
      return { kind: 'enter', cookies: this.#cookies(one(headers['cookie'])), path: withoutKey(url) };
    }
    const cookie = cookiesIn(one(headers['cookie'])).find(([name]) => name === this.#cookieName)?.[1];
    if (cookie === undefined || !isEqual(cookie, this.#session)) {
      return refuse(401, 'open the address that the command printed');
    }
    return { kind: 'admit' };
  }

  /** Returns the cookie of this start, and the ends of those of earlier starts. */
  #cookies(sent: string | undefined): string[] {
    const rules = 'HttpOnly; SameSite=Strict; Path=/';
    const old = cookiesIn(sent).filter(([name]) => name.startsWith(this.#cookiePrefix));
    return [
      `${this.#cookieName}=${this.#session}; ${rules}`,
      ...old.filter(([name]) => name !== this.#cookieName).map(([name]) => `${name}=; Max-Age=0; ${rules}`),
    ];
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
  // A path that begins with two slashes would name another host.
  return `${url.pathname.replace(/^\/+/, '/')}${search === '' ? '' : `?${search}`}`;
}

function cookiesIn(header = ''): (readonly [name: string, value: string])[] {
  return header.split(';').map((part) => {
    const [name = '', value = ''] = part.trim().split(/=(.*)/s);
    return [name, value];
  });
}

function isEqual(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
