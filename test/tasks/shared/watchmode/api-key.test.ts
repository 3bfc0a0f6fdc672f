import { describe, expect, it, jest } from '@jest/globals';
import {
  API_KEY_LIFETIME_MS,
  fixedApiKey,
  secretApiKey,
  type ReadSecret,
} from '../../../../tasks/shared/watchmode/api-key.ts';
import { FakeClock } from '../../support/ports.ts';

function secretOf(readSecret: ReadSecret) {
  const clock = new FakeClock('2026-11-24T06:00:00Z');
  const read = jest.fn(readSecret);
  return { clock, read, source: secretApiKey('watchmode', read, clock) };
}

const failing = (name: string) => () => Promise.reject(Object.assign(new Error('no'), { name }));

describe('a key from the environment', () => {
  it('is used without white space around it', async () => {
    const source = fixedApiKey(' sesame ');
    source.drop();

    expect(await source.read()).toBe('sesame');
  });

  it.each(['two words', 'schlüssel', 'a\nb', ''])(
    'is refused when a header cannot carry it: %j',
    async (key) => {
      await expect(fixedApiKey(key).read()).rejects.toMatchObject({
        name: 'ConfigurationError',
        faults: ['WATCHMODE_API_KEY must contain only the API key: visible ASCII characters, no spaces'],
      });
    },
  );
});

describe('a key from a secret', () => {
  it('is read once for five minutes', async () => {
    const { clock, read, source } = secretOf(() => Promise.resolve('sesame\n'));

    expect(await source.read()).toBe('sesame');
    clock.advance(API_KEY_LIFETIME_MS - 1);
    await source.read();
    expect(read.mock.calls).toEqual([['watchmode']]);

    clock.advance(1);
    await source.read();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('is read once by invocations that run at once', async () => {
    const { read, source } = secretOf(() => Promise.resolve('sesame'));

    await Promise.all([source.read(), source.read(), source.read()]);

    expect(read).toHaveBeenCalledTimes(1);
  });

  it('is read again after it was refused, and found if it was rotated', async () => {
    let key = 'old';
    const { source } = secretOf(() => Promise.resolve(key));
    await source.read();

    key = 'new';
    expect(await source.read()).toBe('old');
    source.drop();
    expect(await source.read()).toBe('new');
  });

  it.each([
    'ResourceNotFoundException',
    'AccessDeniedException',
    'DecryptionFailure',
    'InvalidParameterException',
    'InvalidRequestException',
  ])('is a ConfigurationError after %s', async (name) => {
    const { source } = secretOf(failing(name));

    await expect(source.read()).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringContaining(`the secret watchmode with the API key cannot be read: ${name}`),
      cause: expect.objectContaining({ name }),
    });
  });

  it.each(['ThrottlingException', 'InternalServiceError', 'TimeoutError'])(
    'is worth another attempt after %s, and is then read anew',
    async (name) => {
      const { read, source } = secretOf(failing(name));

      await expect(source.read()).rejects.toMatchObject({
        name: 'Watchmode.Unavailable',
        request: 'GetSecretValue',
        cause: expect.objectContaining({ name }),
      });
      read.mockResolvedValue('sesame');
      expect(await source.read()).toBe('sesame');
    },
  );

  it('must be text', async () => {
    const { source } = secretOf(() => Promise.resolve(undefined));

    await expect(source.read()).rejects.toMatchObject({
      name: 'ConfigurationError',
      faults: ['the secret watchmode must contain text, not bytes'],
    });
  });

  it('is not shown when it is not a key', async () => {
    const { source } = secretOf(() => Promise.resolve('{"apiKey": "sesame"}'));

    const error = await source.read().catch((caught: unknown) => caught as Error);

    expect(error).toMatchObject({ name: 'ConfigurationError' });
    expect((error as Error).message).not.toContain('sesame');
  });
});
