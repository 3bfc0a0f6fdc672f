import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeNamed,
  decodeProgress,
  encodeNamed,
  encodeProgress,
  MAX_DEFERRED,
  MAX_RUNS,
  type WaitingTitle,
} from '../../events/feed-progress.ts';

const ERRORS = [
  'Watchmode.RateLimited',
  'Watchmode.Unavailable',
  'Watchmode.UnexpectedResponse',
  'States.Timeout',
  'Lambda.Unknown',
];
const instant = fc
  .integer({ min: 0, max: 9_999_999_999 })
  .map((seconds) => new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z'));
const title: fc.Arbitrary<WaitingTitle> = fc.record({
  titleId: fc.integer({ min: 1, max: 2_147_483_647 }),
  since: instant,
  runs: fc.integer({ min: 1, max: MAX_RUNS }),
  error: fc.constantFrom(...ERRORS),
});

describe('what is kept of a feed', () => {
  it('is one line of JSON that a person can read', () => {
    const progress = {
      watermark: '2026-11-24T06:00:00Z',
      waiting: [
        { titleId: 3173903, since: '2026-11-24T06:00:03Z', runs: 2, error: 'Watchmode.Unavailable' },
        { titleId: 7, since: '2026-11-22T06:00:03Z', runs: 6, error: 'Watchmode.UnexpectedResponse' },
      ],
    };
    const text =
      '{"watermark":"2026-11-24T06:00:00Z","deferred":["3173903 1795500003 2 U","7 1795327203 6 X"]}';

    expect(encodeProgress(progress)).toBe(text);
    expect(decodeProgress(text)).toEqual(progress);
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.option(instant), fc.array(title, { maxLength: MAX_DEFERRED }), (watermark, waiting) => {
        const progress = { watermark, waiting };

        expect(decodeProgress(encodeProgress(progress))).toEqual(progress);
      }),
    );
  });

  it('stays far below the 4,096 bytes of a standard parameter, with as many titles at their longest as there may be', () => {
    const longest: WaitingTitle = {
      titleId: 2_147_483_647,
      since: new Date(9_999_999_999_000).toISOString(),
      runs: MAX_RUNS,
      error: 'Watchmode.Unavailable',
    };
    const waiting = Array.from({ length: MAX_DEFERRED }, () => longest);
    const text = encodeProgress({ watermark: '2026-11-24T06:00:00Z', waiting });

    expect(decodeProgress(text).waiting).toHaveLength(MAX_DEFERRED);
    expect(Buffer.byteLength(text)).toBeLessThan(3_000);
  });

  it('cannot be read from anything else', () => {
    expect(() => decodeProgress('{')).toThrow(
      expect.objectContaining({
        name: 'CorruptProgress',
        problem: 'it is not JSON',
        cause: expect.any(SyntaxError),
      }),
    );
    expect(() => decodeProgress('{"watermark":null,"deferred":["7"]}')).toThrow('/deferred/0');
    expect(() => decodeProgress('{"watermark":"2026-13-01T06:00:00Z","deferred":[]}')).toThrow(
      'its watermark is not a date',
    );
  });

  it('is told of by its first three faults', () => {
    const deferred = (faults: number) => Array.from({ length: faults }, (_, index) => `${index + 1}`);
    const read = (faults: number) => () =>
      decodeProgress(JSON.stringify({ watermark: null, deferred: deferred(faults) }));

    expect(read(3)).toThrow('/deferred/2');
    expect(read(4)).not.toThrow('/deferred/3');
  });
});

describe('the name of a deferred title in a batch', () => {
  it.each([
    ['Watchmode.RateLimited', '5 R'],
    ['Watchmode.Unavailable', '5 U'],
    ['Watchmode.UnexpectedResponse', '5 X'],
    ['States.Timeout', '5 T'],
    ['Lambda.Unknown', '5 C'],
  ])('tells of %s by a letter', (error, named) => {
    expect(encodeNamed({ titleId: 5, error })).toBe(named);
    expect(decodeNamed(named)).toEqual({ titleId: 5, error });
  });

  it('has one letter for the time-outs of the state and of the function, and one for all crashes', () => {
    expect(encodeNamed({ titleId: 5, error: 'Sandbox.Timedout' })).toBe('5 T');
    expect(encodeNamed({ titleId: 5, error: 'Runtime.OutOfMemory' })).toBe('5 C');
  });
});
