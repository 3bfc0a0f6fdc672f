import { describe, expect, it } from '@jest/globals';
import { readWatermark } from '../../../tasks/list-new-titles/watermark.ts';

const NOW = Date.parse('2026-11-24T06:00:00Z');
const read = (text: string | null) => readWatermark(text, 'new_titles', NOW);

describe('the watermark of a feed', () => {
  it('is read from the parameter, whatever other feeds have in it', () => {
    expect(read('{"releases":"never","new_titles":"2026-11-23T06:00:00Z"}')).toBe(
      Date.parse('2026-11-23T06:00:00Z'),
    );
  });

  it.each([
    ['there is no parameter', null],
    ['the parameter has no entry of the feed', '{"releases":"2026-11-23T06:00:00Z"}'],
    ['the parameter is empty', '{}'],
  ])('is not there when %s', (_, text) => {
    expect(read(text)).toBeNull();
  });

  it('may be this very moment', () => {
    expect(read('{"new_titles":"2026-11-24T06:00:00Z"}')).toBe(NOW);
  });

  it.each([
    ['2026-11-23T06:00:00Z', 'it is not JSON'],
    ['', 'it is not JSON'],
    ['"2026-11-23T06:00:00Z"', 'it must be a JSON object such as'],
    ['["2026-11-23T06:00:00Z"]', 'it must be a JSON object such as'],
    ['null', 'it must be a JSON object such as'],
    ['{"new_titles":17}', 'its new_titles must be an instant such as 2026-11-24T06:00:00Z; it holds 17'],
    ['{"new_titles":null}', 'its new_titles must be an instant'],
    ['{"new_titles":"yesterday"}', 'its new_titles must be an instant'],
    ['{"new_titles":"2026-13-01T06:00:00Z"}', 'its new_titles must be an instant'],
    ['{"new_titles":"2026-11-23T06:00:00+01:00"}', 'its new_titles must be an instant'],
    [
      '{"new_titles":"2026-11-24T06:00:01Z"}',
      'its new_titles lies in the future; it holds "2026-11-24T06:00:01Z"',
    ],
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
  });
});
