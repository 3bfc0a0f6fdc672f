import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { refuseWebPages } from '../../../local/stream/refuse-web-pages.mjs';

const REQUEST = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n\r\nbody';
const FROM_PAGE = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\norigin: http://evil.example\r\n\r\n';
const WITHOUT_BODY = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('refuseWebPages', () => {
  const server = createServer();
  let received: string;
  let client: Socket;

  beforeEach(async () => {
    received = '';
    server.removeAllListeners('connection');
    server.on('connection', refuseWebPages);
    server.on('connection', (socket) => {
      socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(client, 'connect');
  });

  afterEach(async () => {
    client.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Sends texts in separate packets, ends the connection, and returns the answer. */
  async function send(...parts: readonly string[]): Promise<string> {
    let answer = '';
    client.setNoDelay(true).on('data', (chunk) => (answer += chunk.toString()));
    const closed = once(client, 'close');
    for (const part of parts) await new Promise((resolve) => client.write(part, resolve));
    client.end();
    await closed;
    return answer;
  }

  it('passes on requests of programs unchanged, one after the other', async () => {
    await send(REQUEST + WITHOUT_BODY + REQUEST);

    expect(received).toBe(REQUEST + WITHOUT_BODY + REQUEST);
  });

  it('reads a head and a body that arrive in parts', async () => {
    const parts = (REQUEST + REQUEST).match(/.{1,3}/gs) ?? [];
    await send(...parts);

    expect(received).toBe(REQUEST + REQUEST);
  });

  it('refuses a web page, also after a request of a program', async () => {
    expect(await send(REQUEST, FROM_PAGE, REQUEST)).toMatch(
      /^HTTP\/1\.1 403 Forbidden\r\n(?!.*allow-origin)/is,
    );
    expect(received).toBe(REQUEST);
  });

  it('does not take a body for a head', async () => {
    const body = 'a\r\nOrigin: b\r\n\r\n';
    const request = `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    await send(request + WITHOUT_BODY);

    expect(received).toBe(request + WITHOUT_BODY);
  });

  it.each([
    ['a body of unknown length', 'Transfer-Encoding: chunked', 411],
    ['a length that is no number', 'Content-Length: many', 411],
    ['headers without an end', `X: ${'x'.repeat(65_536)}`, 431],
  ])('refuses %s', async (_, header, status) => {
    expect(await send(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n${header}\r\n\r\n`)).toContain(
      `HTTP/1.1 ${status} `,
    );
    expect(received).toBe('');
  });
});
