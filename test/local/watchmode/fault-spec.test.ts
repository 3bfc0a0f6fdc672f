import { describe, expect, it } from '@jest/globals';
import { FaultSpecError, parseFaults } from '../../../local/watchmode/fault-spec.ts';

describe('parseFaults', () => {
  it('reads kinds and rates', () => {
    expect(parseFaults('429:0.2, 500:0.1,reset:.05,slow:0,malformed:0.01,missing:0.02')).toEqual({
      '429': 0.2,
      '500': 0.1,
      reset: 0.05,
      slow: 0,
      malformed: 0.01,
      missing: 0.02,
    });
  });

  it('leaves out what is not named, and takes rates that add up to 1', () => {
    expect(parseFaults('missing:1')).toMatchObject({ missing: 1, '429': 0 });
    expect(parseFaults('429:0.1,500:0.2,reset:0.7')).toMatchObject({ reset: 0.7 });
  });

  it.each([
    ['', '', 'there is no such kind'],
    ['503:0.1', '503:0.1', 'there is no such kind'],
    ['429:0.1,', '', 'there is no such kind'],
    ['429', '429', 'its rate must be a number from 0 to 1'],
    ['429:', '429:', 'its rate must be'],
    ['429:1.1', '429:1.1', 'its rate must be'],
    ['429:-1', '429:-1', 'its rate must be'],
    ['429:x', '429:x', 'its rate must be'],
    ['429:0.1:0.2', '429:0.1:0.2', 'its rate must be'],
    ['429:0.1,429:0.2', '429:0.2', 'stands there twice'],
    ['429:0.9,500:0.2', '429:0.9,500:0.2', 'add up to 1.1'],
  ])('refuses %j and names the part and the kinds', (spec, part, reason) => {
    const attempt = () => parseFaults(spec);

    expect(attempt).toThrow(FaultSpecError);
    expect(attempt).toThrow(expect.objectContaining({ name: 'FaultSpecError', part }));
    expect(attempt).toThrow(reason);
    expect(attempt).toThrow('429, 500, reset, slow, malformed, missing');
  });
});
