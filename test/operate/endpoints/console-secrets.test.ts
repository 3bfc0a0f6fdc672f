import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Gate } from '../../../console/server/http/gate.ts';
import { keptSecrets } from '../../../operate/endpoints/console-secrets.ts';

const NOW = Date.parse('2026-11-24T07:00:00Z');
const DAY = 86_400_000;

describe('the secrets of the console of this machine', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'console-key-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const fileIn = () => join(folder, 'console-key.json');

  it('are those of the last start, so that a link and an open page survive a restart', async () => {
    const gateOf = async (now: number) => new Gate(8086, await keptSecrets(folder, now));
    const [first, second] = [await gateOf(NOW), await gateOf(NOW + 29 * DAY)];
    const host = { host: '127.0.0.1:8086' };
    const entered = first.judge({ method: 'GET', url: new URL(first.address), headers: host });
    const cookie = entered.kind === 'enter' ? (entered.cookies[0]?.split(';')[0] ?? '') : '';

    expect(second.address).toBe(first.address);
    expect(
      second.judge({
        method: 'GET',
        url: new URL('http://127.0.0.1:8086/runs'),
        headers: { ...host, cookie },
      }),
    ).toEqual({ kind: 'admit' });
  });

  it('are in a file that only its owner can read, and nothing else is left', async () => {
    const { key } = await keptSecrets(folder, NOW);

    expect((await stat(fileIn())).mode & 0o777).toBe(0o600);
    expect(await readFile(fileIn(), 'utf8')).toContain(key);
    expect(await readdir(folder)).toEqual(['console-key.json']);
  });

  it.each<readonly [string, () => Promise<unknown>, number]>([
    ['30 days', () => Promise.resolve(), NOW + 30 * DAY],
    ['a clock that was set back', () => Promise.resolve(), NOW - DAY],
    ['access of others to the file', () => chmod(fileIn(), 0o644), NOW],
    ['damage', () => writeFile(fileIn(), '{"key":'), NOW],
    [
      'a short key',
      () => writeFile(fileIn(), JSON.stringify({ key: 'a', session: 'b', cookie: 'c', madeAt: NOW })),
      NOW,
    ],
  ])('are new after %s', async (_, change, now) => {
    const { key, session, cookie } = await keptSecrets(folder, NOW);
    await change();
    const fresh = await keptSecrets(folder, now);

    expect(fresh.key).not.toBe(key);
    expect(fresh.session).not.toBe(session);
    expect(fresh.cookie).not.toBe(cookie);
    expect((await stat(fileIn())).mode & 0o777).toBe(0o600);
  });
});
