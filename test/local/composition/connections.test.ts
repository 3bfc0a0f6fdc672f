import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { openConnections } from '../../../local/composition/connections.ts';

describe('connections', () => {
  it('do not exceed the limit, and serve all requests', async () => {
    const waiting: ServerResponse[] = [];
    const arrived: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      arrived.push(request.url);
      waiting.push(response);
    });
    let opened = 0;
    server.on('connection', () => (opened += 1));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const connections = openConnections(2);
    try {
      const texts = ['/1', '/2', '/3', '/4'].map(async (path) =>
        (await connections.fetch(`http://127.0.0.1:${port}${path}`)).text(),
      );
      let answered = 0;
      while (answered < texts.length) {
        if (waiting.length === 0) await once(server, 'request');
        waiting.shift()?.end('yes');
        answered += 1;
      }
      expect(await Promise.all(texts)).toEqual(['yes', 'yes', 'yes', 'yes']);
      expect(arrived.slice(2)).toEqual(['/3', '/4']);
      expect(opened).toBe(2);
    } finally {
      connections.close();
      server.close();
    }
  });
});
