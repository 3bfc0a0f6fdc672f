import { describe, expect, it } from '@jest/globals';
import { conformsTo, findViolations, formatViolations } from '../../events/validate.ts';

describe('findViolations', () => {
  it('names every fault at once, each at its place', () => {
    const violations = findViolations('ExecutionInput', { feed: 'films', regions: ['GB', 'uk'], when: 1 });

    expect(violations).toEqual([
      { pointer: '', problem: 'has the unknown key "when"' },
      {
        pointer: '/feed',
        problem:
          'must be one of "new_titles", "titles_details_changed", "titles_sources_changed", "titles_episodes_changed", "releases"',
      },
      { pointer: '/regions/1', problem: 'must be an ISO 3166-1 country code in upper case: use GB' },
    ]);
  });

  it('says that a window and a list of titles exclude each other', () => {
    const window = { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' };

    expect(findViolations('ExecutionInput', { window, titleIds: [1] })).toEqual([
      { pointer: '', problem: 'has keys that exclude each other: give one of window, titleIds' },
    ]);
  });

  it('says what a constant must be', () => {
    expect(findViolations('ScheduledEvent', { source: 'aws.s3', time: '2026-11-24T06:00:00Z' })).toEqual([
      { pointer: '/source', problem: 'must be "aws.events"' },
    ]);
  });

  it('leaves the value as it is', () => {
    const input = Object.freeze({ titleIds: Object.freeze([3173903]) });

    expect(conformsTo('ExecutionInput', input)).toBe(true);
    expect(input).toEqual({ titleIds: [3173903] });
  });
});

describe('formatViolations', () => {
  it('puts all of them into one line', () => {
    expect(
      formatViolations([
        { pointer: '', problem: 'must be object' },
        { pointer: '/regions/1', problem: 'must be string' },
      ]),
    ).toBe('(root) must be object; /regions/1 must be string');
  });
});
