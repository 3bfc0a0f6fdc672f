import { describe, expect, it } from '@jest/globals';
import { isFromWebPage, type PageHeaders } from '../../../../local/stepfunctions/adapters/web-page.mjs';

const host = '127.0.0.1:8083';

describe('isFromWebPage', () => {
  it.each<[string, PageHeaders]>([
    ['a program', { host }],
    ['an address typed in a browser', { host, 'sec-fetch-site': 'none' }],
    ['localhost', { host: 'localhost:8083' }],
    ['a name below localhost', { host: 'console.localhost:8083' }],
    ['IPv6', { host: '[::1]:8083' }],
    ['a container of this machine', { host: 'host.docker.internal:8083' }],
    ['no port', { host: '127.0.0.1' }],
  ])('is false for %s', (_, headers) => {
    expect(isFromWebPage(headers)).toBe(false);
  });

  it.each<[string, PageHeaders]>([
    ['a page of another origin', { host, origin: 'http://evil.example' }],
    ['a page in a sandbox', { host, origin: 'null' }],
    ['a page of another port', { host, origin: 'http://127.0.0.1:3000' }],
    ['an image of another site', { host, 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { host, 'sec-fetch-site': 'same-site' }],
    ['a name that was pointed at this machine', { host: 'evil.example:8083' }],
    ['a name that begins as that of this machine', { host: '127.0.0.1.evil.example' }],
    ['a name that ends as that of this machine', { host: 'evillocalhost' }],
    ['no host', {}],
  ])('is true for %s', (_, headers) => {
    expect(isFromWebPage(headers)).toBe(true);
  });
});
