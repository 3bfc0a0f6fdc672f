import { describe, expect, it } from '@jest/globals';
import { findRegionProblem, REGIONS } from '../../events/regions.ts';
import { findViolations } from '../../events/validate.ts';

describe('a region', () => {
  it('is one of the 249 countries of ISO 3166-1', () => {
    expect(REGIONS.size).toBe(249);
    expect([...REGIONS].filter((code) => findRegionProblem(code) !== undefined)).toEqual([]);
    expect([...REGIONS].every((code) => /^[A-Z]{2}$/.test(code))).toBe(true);
  });

  it.each([
    ['UK', 'must be an ISO 3166-1 country code in upper case: use GB'],
    ['uk', 'must be an ISO 3166-1 country code in upper case: use GB'],
    ['EL', 'must be an ISO 3166-1 country code in upper case: use GR'],
    ['gb', 'must be an ISO 3166-1 country code in upper case: use GB'],
    ['Gb', 'must be an ISO 3166-1 country code in upper case: use GB'],
    ['ZZ', 'must be an ISO 3166-1 country code in upper case: there is no country ZZ'],
    ['', 'must be an ISO 3166-1 country code in upper case, for example GB'],
    ['GBR', 'must be an ISO 3166-1 country code in upper case, for example GB'],
    ['United Kingdom', 'must be an ISO 3166-1 country code in upper case, for example GB'],
    [['GB'], 'must be an ISO 3166-1 country code in upper case, for example GB'],
    [44, 'must be an ISO 3166-1 country code in upper case, for example GB'],
  ])('is not %j, and the problem says what to write', (value, problem) => {
    expect(findRegionProblem(value)).toBe(problem);
    expect(findViolations('ExecutionInput', { regions: ['IE', value] })).toContainEqual({
      pointer: '/regions/1',
      problem,
    });
  });
});
