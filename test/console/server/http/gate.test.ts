import { describe, expect, it } from '@jest/globals';
import { Gate, type Verdict } from '../../../../console/server/http/gate.ts';

const PORT = 8086;
const HOST = `127.0.0.1:${PORT}`;

/** A gate, and the cookie that it gives for the secret. */
function open() {
  const gate = new Gate(PORT);
  const judge = (path: string, headers: Record<string, string> = {}, method = 'GET'): Verdict =>
    gate.judge({ method, url: new URL(path, `http://${HOST}`), headers: { host: HOST, ...headers } });
  const key = new URL(gate.address).search;
  const entered = judge(`/${key}`);
  const cookie = entered.kind === 'enter' ? (entered.cookies[0]?.split(';')[0] ?? '') : '';
  return { gate, judge, key, entered, cookie };
}

describe('the gate of the console', () => {
  it('exchanges the secret in the address for a strict cookie, and removes it from the address', () => {
    const { entered, judge, key } = open();

    expect(entered).toEqual({
      kind: 'enter',
      path: '/',
      cookies: [
        expect.stringMatching(
          /^tvguide-console-8086-[0-9a-f]{12}=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/,
        ),
      ],
    });
    expect(judge(`/runs/a%3Ab${key}&tab=events`)).toMatchObject({ path: '/runs/a%3Ab?tab=events' });
    expect(judge(`//evil.example/${key}`)).not.toMatchObject({ path: expect.stringMatching(/^\/\//) });
  });

  it('admits requests with the cookie only', () => {
    const { judge, cookie } = open();

    expect(judge('/runs', { cookie: `other=1; ${cookie}` })).toEqual({ kind: 'admit' });
    expect(judge('/runs')).toMatchObject({ kind: 'refuse', status: 401 });
    const [name = ''] = cookie.split('=');
    expect(judge('/runs', { cookie: `${name}=guess` })).toMatchObject({
      kind: 'refuse',
      status: 401,
    });
    expect(judge('/?key=guess', { cookie })).toMatchObject({ kind: 'refuse', status: 401 });
  });

  it.each([
    ['a name that was pointed at this machine', { host: `evil.example:${PORT}` }],
    ['another port of this machine', { host: '127.0.0.1:80' }],
    ['a page of another origin', { origin: 'http://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    [
      'a page of another site, without Origin',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    ],
    [
      'a frame of another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    ],
  ])('refuses %s, even with the cookie', (_, headers) => {
    const { judge, cookie } = open();

    expect(judge('/api/session', { cookie, ...headers })).toMatchObject({ kind: 'refuse', status: 403 });
  });

  it('accepts changes from its own pages only', () => {
    const { judge, cookie } = open();

    expect(judge('/api/start', { cookie }, 'POST')).toMatchObject({ kind: 'refuse', status: 403 });
    expect(judge('/api/start', { cookie, origin: `http://${HOST}` }, 'POST')).toEqual({ kind: 'admit' });
  });

  it.each([
    ['a request for no page', {}, 'HEAD', 401],
    ['a form of another site', { origin: 'http://evil.example' }, 'POST', 403],
    ['a name that was pointed at this machine', { host: `evil.example:${PORT}` }, 'GET', 403],
    ['a frame of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 'GET', 403],
  ])('gives no cookie for the secret to %s', (_, headers, method, status) => {
    const { judge, key } = open();

    expect(judge(`/${key}`, headers, method)).toMatchObject({ kind: 'refuse', status });
  });

  it('ends the cookies of earlier starts at its port, and no others', () => {
    const { judge, key, cookie } = open();
    const [name = ''] = cookie.split('=');
    const sent = `other=1; tvguide-console-8086-abc=old; tvguide-console-80-def=2; ${name}=lost`;

    expect(judge(`/${key}`, { cookie: sent })).toMatchObject({
      cookies: [
        expect.stringContaining(`${cookie};`),
        'tvguide-console-8086-abc=; Max-Age=0; HttpOnly; SameSite=Strict; Path=/',
      ],
    });
  });

  it('refuses the cookie and the secret of another console', () => {
    const [one, another] = [open(), open()];

    expect(one.judge('/runs', { cookie: another.cookie })).toMatchObject({ kind: 'refuse', status: 401 });
    expect(one.judge(`/${another.key}`)).toMatchObject({ kind: 'refuse', status: 401 });
    expect(new Set([one.key, another.key, one.cookie, another.cookie]).size).toBe(4);
  });

  it.each([
    ['longer than the secret', (right: string) => `${right}x`],
    ['shorter than the secret', (right: string) => right.slice(0, -1)],
    ['the secret in other letters', (right: string) => right.toUpperCase()],
    ['twice, the wrong one first', (right: string) => `${right.split('=')[0]}=no; ${right}`],
    ['under the name of another start', (right: string) => right.replace(/-\w{12}=/, '-000000000000=')],
    ['of more bytes in as many signs', (right: string) => `${right.slice(0, -1)}ü`],
  ])('refuses a cookie that is %s', (_, change) => {
    const { judge, cookie } = open();

    expect(judge('/runs', { cookie: change(cookie) })).toMatchObject({ kind: 'refuse', status: 401 });
  });

  it('shows the secret only in the address', () => {
    const { gate, judge, key, entered } = open();
    const secret = key.replace('?key=', '');
    const told = JSON.stringify([entered, judge('/?key=guess'), judge('/runs'), judge(`/runs${key}`)]);

    expect(gate.address).toContain(secret);
    expect(told).not.toContain(secret);
  });
});
