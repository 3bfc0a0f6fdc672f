import { describe, expect, it } from '@jest/globals';
import { httpUrlOrNull } from '../../../tasks/fetch-title-details/http-url.ts';

describe('an address', () => {
  it.each([
    'https://www.netflix.com/watch/70236428',
    'http://example.com',
    'https://tv.apple.com/gb/episode/umc.cmc.6trodclp7sphpy2gelbgwb4fk?itsct=&at=1010layx#a',
    'https://www.microsoft.com/en-gb/p/Series%201/8D6KGWXCMRFX?episode=8D6KGWXCMRZ1',
    'https://[2001:db8::1]/a',
  ])('is unchanged: %s', (url) => {
    expect(httpUrlOrNull(url)).toBe(url);
  });

  it.each([
    [' https://example.com/a ', 'https://example.com/a'],
    ['HTTPS://Example.com/A', 'https://example.com/A'],
    ['https://example.com/détails/東京', 'https://example.com/d%C3%A9tails/%E6%9D%B1%E4%BA%AC'],
    ['https://example.com/a|b?c=[1]&d={2}', 'https://example.com/a%7Cb?c=%5B1%5D&d=%7B2%7D'],
    ['https://example.com/100%', 'https://example.com/100%25'],
    ['https://example.com/100%a-day', 'https://example.com/100%25a-day'],
  ])('is escaped: %s', (url, expected) => {
    expect(httpUrlOrNull(url)).toBe(expected);
  });

  it.each([
    undefined,
    null,
    '',
    ' ',
    'Deeplinks available for paid plans only.',
    'https://',
    'https://see the app',
    'https://example.com/ see the app',
    'http:prose',
    'ftp://example.com/a',
    'javascript:alert(1)',
    'data:text/html,hello',
    'nflx://www.netflix.com/title/1',
    '//example.com/a',
    'https://exa mple.com/a',
    'https://example.com:99999/a',
  ])('is not %j', (text) => {
    expect(httpUrlOrNull(text)).toBeNull();
  });
});
