import { describe, expect, it } from '@jest/globals';
import { readProgress } from '../../../tasks/shared/stored-progress.ts';

const NOW = Date.parse('2026-11-24T06:00:00Z');
const read = (text: string | null) => readProgress(text, NOW);

describe('what is kept of a feed', () => {
  it('is its watermark and the titles that wait', () => {
    const text =
      '{"watermark":"2026-11-23T06:00:00Z","deferred":["3173903 1795413603 2 U","7 1795327203 6 X"]}';

    expect(read(text)).toEqual({
      watermark: '2026-11-23T06:00:00Z',
      waiting: [
        { titleId: 3173903, since: '2026-11-23T06:00:03Z', runs: 2, error: 'Watchmode.Unavailable' },
        { titleId: 7, since: '2026-11-22T06:00:03Z', runs: 6, error: 'Watchmode.UnexpectedResponse' },
      ],
    });
  });

  it('is nothing when there is no parameter', () => {
    expect(read(null)).toEqual({ watermark: null, waiting: [] });
  });

  it('may be titles without a watermark', () => {
    expect(read('{"watermark":null,"deferred":["7 1795327203 1 C"]}')).toMatchObject({
      watermark: null,
      waiting: [{ titleId: 7, error: 'Lambda.Unknown' }],
    });
  });

  it('may have a watermark of this very moment', () => {
    expect(read('{"watermark":"2026-11-24T06:00:00Z","deferred":[]}').watermark).toBe('2026-11-24T06:00:00Z');
  });

  it('may have a watermark in the future for a task that does not depend on the present', () => {
    const text = '{"watermark":"2026-11-24T06:00:01Z","deferred":[]}';

    expect(readProgress(text).watermark).toBe('2026-11-24T06:00:01Z');
  });

  it.each([
    ['2026-11-23T06:00:00Z', 'it is not JSON'],
    ['', 'it is not JSON'],
    ['"2026-11-23T06:00:00Z"', '(root) must be object'],
    ['["2026-11-23T06:00:00Z"]', '(root) must be object'],
    ['null', '(root) must be object'],
    ['{"new_titles":"2026-11-23T06:00:00Z"}', "must have required property 'watermark'"],
    ['{"watermark":17,"deferred":[]}', '/watermark must be string,null'],
    ['{"watermark":"yesterday","deferred":[]}', '/watermark must match pattern'],
    ['{"watermark":"2026-13-01T06:00:00Z","deferred":[]}', 'its watermark is not a date'],
    ['{"watermark":"2026-11-23T06:00:00+01:00","deferred":[]}', '/watermark must match pattern'],
    ['{"watermark":"2026-11-24T06:00:01Z","deferred":[]}', 'its watermark lies in the future'],
    ['{"watermark":null,"deferred":["7"]}', '/deferred/0 must match pattern'],
  ])('is corrupt in %j, and the error says what to do', (text, problem) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        name: 'ConfigurationError',
        message: expect.stringMatching(
          /Correct it, or delete it to start anew with the first window, then start another execution$/,
        ),
      }),
    );
    expect(() => read(text)).toThrow(problem);
  });

  it('is shown shortened when it is corrupt', () => {
    expect(() => read('x'.repeat(4_000))).toThrow(`it holds ${'x'.repeat(57)}....`);
    expect(() => read('x'.repeat(61))).toThrow(`it holds ${'x'.repeat(57)}....`);
    expect(() => read('x'.repeat(60))).toThrow(`it holds ${'x'.repeat(60)}.`);
  });

  it('has what is wrong with it as the cause', () => {
    expect(() => read('six')).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ name: 'CorruptProgress' }) }),
    );
  });
});
