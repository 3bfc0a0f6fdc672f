import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RedriveExecutionCommand, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { MAX_REQUEST_BYTES } from '../../../console/server/http/request.ts';
import { FakeStepFunctions } from '../../cli/support/fake-step-functions.ts';
import { ON_AWS } from './support/fake-context.ts';
import { ServedConsole } from './support/served-console.ts';

const fake = new FakeStepFunctions();
const CHANGES = [StartExecutionCommand, StopExecutionCommand, RedriveExecutionCommand] as const;
const changes = () =>
  CHANGES.flatMap((command) => fake.mock.commandCalls(command as typeof StopExecutionCommand));

describe('the server of the console', () => {
  let served: ServedConsole;

  beforeEach(async () => {
    fake.reset();
    fake.add({ name: 'red', description: { status: 'FAILED', redriveStatus: 'REDRIVABLE' } });
    served = await ServedConsole.start();
  });

  afterEach(() => served.close());

  describe('without --allow-changes', () => {
    let readOnly: ServedConsole;

    beforeEach(async () => {
      readOnly = await ServedConsole.start(ON_AWS);
    });

    afterEach(() => readOnly.close());

    it.each([
      ['/api/start', { input: {} }],
      ['/api/stop', { id: 'title-ingestion:red' }],
      ['/api/redrive', { id: 'title-ingestion:red', redriveCount: 0 }],
      ['/api/faults', { faults: 'outage:0+60' }],
    ])('refuses POST %s, and calls no changing operation', async (path, body) => {
      const refused = await readOnly.tell(path, body);

      expect([refused.status, refused.text]).toEqual([403, expect.any(String)]);
      expect(JSON.parse(refused.text)).toEqual({ problem: expect.stringContaining('--allow-changes') });
      expect(changes()).toEqual([]);
    });

    it('starts, stops and redrives where changes are allowed', async () => {
      expect((await served.tell('/api/start', { input: {}, name: 'new' })).text).toBe(
        '{"id":"title-ingestion:new"}',
      );
      expect((await served.tell('/api/stop', { id: 'title-ingestion:red' })).status).toBe(200);
      expect((await served.tell('/api/redrive', { id: 'title-ingestion:red', redriveCount: 0 })).status).toBe(
        200,
      );
      expect(changes()).toHaveLength(3);
    });
  });

  describe('under attack', () => {
    it.each([
      ['no cookie', { origin: 'SELF' }, 401],
      ['no Origin', { cookie: 'SELF' }, 403],
      ['another Origin', { cookie: 'SELF', origin: 'http://evil.example' }, 403],
      ['the Origin of another port', { cookie: 'SELF', origin: 'http://127.0.0.1:1' }, 403],
      ['an https Origin', { cookie: 'SELF', origin: 'https://127.0.0.1' }, 403],
      ['another Host', { cookie: 'SELF', origin: 'SELF', host: 'evil.example' }, 403],
      [
        'a Host that begins as its own',
        { cookie: 'SELF', origin: 'SELF', host: '127.0.0.1.evil.example' },
        403,
      ],
      ['an empty cookie', { cookie: '', origin: 'SELF' }, 401],
    ])('starts nothing with %s', async (_, headers, status) => {
      const own = { cookie: served.cookie, origin: served.origin, host: new URL(served.origin).host };
      const sent = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name,
          value === 'SELF' ? own[name as keyof typeof own] : value,
        ]),
      );
      const refused = await served.askBare({
        method: 'POST',
        path: '/api/start',
        headers: sent,
        body: '{"input":{}}',
      });

      expect(refused.status).toBe(status);
      expect(changes()).toEqual([]);
      expect(refused.headers['set-cookie']).toBeUndefined();
    });

    it.each([
      '/assets/../../package.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/assets/..%2f..%2fpackage.json',
      '/..%5c..%5cpackage.json',
      '//package.json',
      '/%00/package.json',
      '/api/../../package.json',
    ])('serves no file from the disk at %s', async (path) => {
      const { text } = await served.ask({ path });

      expect(text).not.toContain('"dependencies"');
      expect(text).toMatch(/^<!doctype html>|"problem"/);
    });

    it.each(['http://evil.example/api/session', '*'])('refuses the request target %s', async (path) => {
      const refused = await served.ask({ method: 'OPTIONS', path });

      expect(refused.status).toBe(400);
    });

    it.each([
      ['PUT', '/api/start', 405],
      ['GET', '/api/start', 405],
      ['DELETE', '/api/redrive', 405],
      ['POST', '/api/session', 405],
      ['POST', '/runs', 404],
      ['POST', '/api/__proto__', 404],
      ['GET', '/api/constructor', 404],
    ])('does nothing for %s %s', async (method, path, status) => {
      const refused = await served.ask({
        method,
        path,
        ...(method === 'POST' || method === 'PUT' ? { body: '{"input":{}}' } : {}),
      });

      expect(refused.status).toBe(status);
      expect(changes()).toEqual([]);
    });

    it.each([
      ['with a content length', { 'content-length': String(MAX_REQUEST_BYTES + 1) }],
      ['in chunks', { 'transfer-encoding': 'chunked' }],
    ])('refuses a body larger than the maximum, %s', async (_, headers) => {
      const refused = await served.ask({
        method: 'POST',
        path: '/api/check',
        headers,
        body: Buffer.alloc(MAX_REQUEST_BYTES + 1, ' '),
      });

      expect(refused.status).toBe(413);
      expect(refused.text).toContain('the maximum is 2 MiB');
    });

    it.each(['', 'not JSON', '[', '{"input":', '\u0000'])(
      'refuses the body %j as invalid JSON',
      async (body) => {
        const refused = await served.ask({ method: 'POST', path: '/api/check', body });

        expect(refused.status).toBe(400);
      },
    );

    it.each([
      '{"__proto__":{"input":{},"name":"polluted"}}',
      '{"constructor":{"prototype":{"input":{}}}}',
      'null',
      '[]',
      '"input"',
      '{"input":{"__proto__":{"dryRun":true}}}',
    ])('starts nothing with %s', async (body) => {
      const refused = await served.ask({ method: 'POST', path: '/api/start', body });

      expect(refused.status).toBe(400);
      expect(changes()).toEqual([]);
      expect(({} as Record<string, unknown>)['input']).toBeUndefined();
    });

    it.each([
      ['an ARN', 'arn:aws:states:eu-west-2:123456789012:execution:title-ingestion:red'],
      ['a path', '../../title-ingestion:red'],
      ['nothing', ''],
      ['a line break', 'title-ingestion:red\n'],
    ])('refuses %s as an id', async (_, id) => {
      expect((await served.tell('/api/stop', { id })).status).toBe(400);
      expect(changes()).toEqual([]);
    });

    it('sends the security headers with every response', async () => {
      const all = await Promise.all([
        served.ask({ path: '/runs' }),
        served.ask({ path: '/api/session' }),
        served.ask({ path: '/api/nothing' }),
        served.askBare({ path: '/' }),
      ]);
      for (const { headers } of all) {
        expect(headers).toMatchObject({
          'content-security-policy': expect.stringContaining("default-src 'none'; script-src 'self'"),
          'x-frame-options': 'DENY',
          'x-content-type-options': 'nosniff',
          'cache-control': 'no-store',
          'cross-origin-resource-policy': 'same-origin',
        });
        expect(headers['access-control-allow-origin']).toBeUndefined();
      }
    });
  });

  it('passes on the error of Step Functions', async () => {
    const refused = await served.tell('/api/stop', { id: 'title-ingestion:nowhere' });

    expect(refused.status).toBe(502);
    expect(JSON.parse(refused.text)).toEqual({ problem: expect.stringContaining('title-ingestion:nowhere') });
  });

  it('connects again after a failed first request', async () => {
    const io = (await import('../../cli/support/fake-io.ts')).FakeIo;
    const env: Record<string, string> = { AWS_REGION: 'not a Region' };
    const late = await ServedConsole.start({ io: new io({ env }), stepFunctions: {} });
    const refused = await late.ask({ path: '/api/session' });
    env['AWS_REGION'] = 'eu-west-2';
    const taken = await late.ask({ path: '/api/session' });
    await late.close();

    expect(refused.text).toContain('AWS_REGION');
    expect(taken.status).toBe(200);
  });
});
