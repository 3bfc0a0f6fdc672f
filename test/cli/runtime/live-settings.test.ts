import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readLiveSettings } from '../../../cli/runtime/live-settings.ts';
import { folderEachTest } from '../support/folder-each-test.ts';

describe('readLiveSettings', () => {
  const folder = folderEachTest();

  const read = (env: Readonly<Record<string, string>>) => readLiveSettings({ env, cwd: folder.path });

  it('takes the environment before .env, and .env where a variable is blank', async () => {
    await writeFile(
      join(folder.path, '.env'),
      '\uFEFFWATCHMODE_API_KEY=from-file\nWATCHMODE_BASE_URL=http://127.0.0.1:1/v1\n',
    );

    expect(await read({ WATCHMODE_API_KEY: 'from-env' })).toEqual({
      apiKey: 'from-env',
      baseUrl: 'http://127.0.0.1:1/v1',
    });
    expect(await read({ WATCHMODE_API_KEY: ' ' })).toMatchObject({ apiKey: 'from-file' });
  });

  it('uses Watchmode itself by default', async () => {
    expect(await read({ WATCHMODE_API_KEY: 'key' })).toEqual({
      apiKey: 'key',
      baseUrl: 'https://api.watchmode.com/v1',
    });
  });

  it('reads the limit of the plan, which is optional', async () => {
    const env = { WATCHMODE_API_KEY: 'key', WATCHMODE_REQUESTS_PER_MINUTE: '600' };

    expect(await read(env)).toMatchObject({ requestsPerMinute: 600 });
    expect(await read({ WATCHMODE_API_KEY: 'key' })).not.toHaveProperty('requestsPerMinute');
  });

  it.each(['0', '10001', '1,200', 'many', '-1'])('refuses %s requests a minute', async (rate) => {
    await expect(read({ WATCHMODE_API_KEY: 'key', WATCHMODE_REQUESTS_PER_MINUTE: rate })).rejects.toThrow(
      'WATCHMODE_REQUESTS_PER_MINUTE must be a whole number from 1 to 10000',
    );
  });

  it('takes an address with a slash at its end', async () => {
    const env = { WATCHMODE_API_KEY: 'key', WATCHMODE_BASE_URL: 'https://example.org/v1/' };

    expect(await read(env)).toMatchObject({ baseUrl: 'https://example.org/v1' });
  });

  it('refuses an address with a password, without showing it', async () => {
    const env = { WATCHMODE_API_KEY: 'key', WATCHMODE_BASE_URL: 'https://ada:secret@example.org/v1' };

    const refused = expect.objectContaining({
      message: 'WATCHMODE_BASE_URL must have no user, query or fragment',
    });
    await expect(read(env)).rejects.toEqual(refused);
  });

  it.each([
    ['localhost', 'must be an absolute URL'],
    ['http://example.org/v1', 'must be an https URL, or http on this machine'],
  ])('refuses %s, which the key must not be sent to', async (address, fault) => {
    await expect(read({ WATCHMODE_API_KEY: 'key', WATCHMODE_BASE_URL: address })).rejects.toThrow(
      `WATCHMODE_BASE_URL ${fault}`,
    );
  });
});
