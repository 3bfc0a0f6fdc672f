import { afterEach, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import { parseFaults } from '../../../local/watchmode/fault-spec.ts';
import { API_KEY, closeAll, get, start } from './support/stand-in.ts';

afterEach(closeAll);

const DETAILS = '/title/9000001/details';

/** Sends one request with any headers, including those of a page, which `fetch` does not allow. */
function send(
  url: string,
  { method = 'GET', headers = {}, body = '' } = {},
): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as unknown }),
      );
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

const put = (url: string, faults: unknown, headers = {}) =>
  send(url, { method: 'PUT', headers, body: JSON.stringify({ faults }) });

describe('the control of a running stand-in', () => {
  it('switches faults on and off, and tells them, with no key and at no credit', async () => {
    const watchmode = await start({ faults: parseFaults('slow:0.5') });
    const { controlUrl } = watchmode;

    expect(await send(controlUrl)).toEqual({ status: 200, body: { faults: 'slow:0.5', down: false } });
    expect(await put(controlUrl, 'broken:9000001, outage:5+5')).toEqual({
      status: 200,
      body: { faults: 'broken:9000001,outage:5+5', down: false },
    });
    expect((await get(watchmode, DETAILS)).status).toBe(500);
    expect((await put(controlUrl, 'outage:0+3600')).body).toEqual({ faults: 'outage:0+3600', down: true });
    expect((await get(watchmode, '/status')).status).toBe(503);
    expect((await put(controlUrl, '')).body).toEqual({ faults: '', down: false });
    expect((await get(watchmode, DETAILS)).status).toBe(200);
    expect(watchmode.usage()).toMatchObject({ creditsUsed: 1 });
  });

  it('is on the object, too', async () => {
    const watchmode = await start();
    watchmode.changeFaults(parseFaults('broken:9000001'));

    expect((await get(watchmode, DETAILS)).status).toBe(500);
    expect((await send(watchmode.controlUrl)).body).toMatchObject({ faults: 'broken:9000001' });
  });

  it.each([
    ['503:1', 'there is no such kind of fault'],
    ['429:2', 'its rate must be a number from 0 to 1'],
    [7, 'the body must be JSON such as'],
  ])('refuses %j, says why, and leaves the faults as they are', async (faults, problem) => {
    const { controlUrl } = await start({ faults: parseFaults('429:0.1') });

    expect(await put(controlUrl, faults)).toEqual({
      status: 400,
      body: { error: expect.stringContaining(problem) },
    });
    expect((await send(controlUrl)).body).toMatchObject({ faults: '429:0.1' });
  });

  it('refuses what is not JSON, and other methods', async () => {
    const { controlUrl } = await start();

    expect((await send(controlUrl, { method: 'PUT', body: 'faults=429:1' })).status).toBe(400);
    expect((await send(controlUrl, { method: 'POST', body: '{"faults":"429:1"}' })).status).toBe(405);
    expect((await send(controlUrl)).body).toMatchObject({ faults: '' });
  });

  it.each([
    ['a page of another origin', { origin: 'https://example.org' }],
    ['a page in a sandbox', { origin: 'null' }],
    ['an image or a form of another site', { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['a name that was pointed at this machine', { host: 'attacker.example:8085' }],
  ])('is closed to %s', async (_, headers) => {
    const { controlUrl } = await start();

    expect((await put(controlUrl, '429:1', headers)).status).toBe(403);
    expect((await send(controlUrl, { headers })).status).toBe(403);
    expect((await send(controlUrl)).body).toMatchObject({ faults: '' });
  });

  it('answers no page of another origin, also with the key', async () => {
    const watchmode = await start();
    const asked = (headers: Record<string, string>) =>
      send(`${watchmode.url}/status?apiKey=${API_KEY}`, { headers });

    expect(await asked({})).toMatchObject({ status: 200 });
    expect(await asked({ origin: 'https://example.org' })).toMatchObject({ status: 403 });
    expect(await asked({ host: 'attacker.example:8085' })).toMatchObject({ status: 403 });
  });

  it('switches one kind of fault, and keeps the others', async () => {
    const { controlUrl } = await start({ faults: parseFaults('429:0.1,outage:5+5') });
    const patch = (change: object) => send(controlUrl, { method: 'PATCH', body: JSON.stringify(change) });
    const faultsAfter = async (change: object) => (await patch(change)).body;
    await Promise.all([patch({ on: 'slow:0.1' }), patch({ on: '429:0.2' }), patch({ off: 'outage' })]);

    expect(await faultsAfter({ on: 'broken:0.02' })).toMatchObject({
      faults: '429:0.2,slow:0.1,broken:0.02',
    });
    expect(await faultsAfter({ off: 'nothing' })).toMatchObject({ faults: '429:0.2,slow:0.1,broken:0.02' });
    expect(await patch({ on: '429:7' })).toMatchObject({ status: 400 });
    expect(await patch({ faults: '' })).toMatchObject({ status: 400 });
    expect((await send(controlUrl)).body).toMatchObject({ faults: '429:0.2,slow:0.1,broken:0.02' });
  });

  it('reports its use and cost only to programs on this machine', async () => {
    const watchmode = await start({ faults: parseFaults('missing:1') });
    await get(watchmode, DETAILS);
    const use = new URL('use', watchmode.controlUrl).href;

    expect(await send(use)).toEqual({
      status: 200,
      body: {
        requests: 1,
        requestsThisMinute: expect.any(Number),
        requestsPerMinute: 60_000,
        creditsUsed: watchmode.usage().creditsUsed,
        quota: 1_000_000,
        answers: { '404': 1 },
      },
    });
    expect(await send(use, { method: 'PUT' })).toMatchObject({ status: 405 });
    expect(await send(use, { headers: { origin: 'http://evil.example' } })).toMatchObject({ status: 403 });
  });
});
