import { describe, expect, it } from '@jest/globals';
import { parseBaseUrl } from '../../../../tasks/shared/watchmode/base-url.ts';

describe("the address of Watchmode's API", () => {
  it.each([
    ['https://api.watchmode.com/v1', 'https://api.watchmode.com/v1'],
    ['https://api.watchmode.com/v1/', 'https://api.watchmode.com/v1'],
    ['https://api.watchmode.com/v1//', 'https://api.watchmode.com/v1'],
    ['http://localhost:4010/v1', 'http://localhost:4010/v1'],
    ['http://127.0.0.1:4010/v1', 'http://127.0.0.1:4010/v1'],
    ['http://127.100.20.254/v1', 'http://127.100.20.254/v1'],
    ['http://[::1]:4010/v1', 'http://[::1]:4010/v1'],
  ])('%s is %s', (text, value) => {
    expect(parseBaseUrl(text)).toEqual({ value });
  });

  it.each([
    ['watchmode', 'must be an absolute URL'],
    ['http://api.watchmode.com/v1', 'must be an https URL, or http on this machine'],
    ['http://not-localhost/v1', 'must be an https URL, or http on this machine'],
    ['http://localhost.example.com/v1', 'must be an https URL, or http on this machine'],
    ['ftp://localhost/v1', 'must be an https URL, or http on this machine'],
    ['https://user@api.watchmode.com/v1', 'must have no user, query or fragment'],
    ['https://:password@api.watchmode.com/v1', 'must have no user, query or fragment'],
    ['https://api.watchmode.com/v1?a=b', 'must have no user, query or fragment'],
    ['https://api.watchmode.com/v1#a', 'must have no user, query or fragment'],
  ])('is not %s', (text, fault) => {
    expect(parseBaseUrl(text)).toEqual({ fault });
  });
});
