import { describe, expect, it } from '@jest/globals';
import { REGIONS } from '../../events/regions.ts';
import { conformsTo, describeViolations, findViolations, formatViolations } from '../../events/validate.ts';

describe('findViolations', () => {
  it('reports all faults with their places', () => {
    const violations = findViolations('ExecutionInput', { feed: 'films', regions: ['GB', 'uk'], when: 1 });

    expect(violations).toEqual([
      { pointer: '', problem: 'has the unknown key "when"' },
      {
        pointer: '/feed',
        problem:
          'must be one of "new_titles", "titles_details_changed", "titles_sources_changed", "titles_episodes_changed", "releases", "catalogue"',
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

  it('reports the value that a constant must have', () => {
    expect(findViolations('ScheduledEvent', { source: 'aws.s3', time: '2026-11-24T06:00:00Z' })).toEqual([
      { pointer: '/source', problem: 'must be "aws.events"' },
    ]);
  });

  it('names both duplicate items, the first one first', () => {
    expect(findViolations('ExecutionInput', { titleIds: [7, 8, 9, 8] })).toEqual([
      { pointer: '/titleIds', problem: 'must NOT have duplicate items (items ## 1 and 3 are identical)' },
    ]);
  });

  it.each([
    ['whole numbers', (index: number): unknown => index + 1, ['must NOT have more than 25000 items']],
    ['one number', () => 7, ['must NOT have more than 25000 items', 'must NOT have duplicate items']],
    ['texts', String, ['must NOT have more than 25000 items', 'must be integer']],
    ['lists', () => [], ['must NOT have more than 25000 items', 'must be integer']],
  ])(
    'tells 300,000 %s from a list of titles in less than a second of processor time',
    (_, item, problems) => {
      const titleIds = Array.from({ length: 300_000 }, (__, index) => item(index));
      const before = process.cpuUsage();
      const violations = findViolations('ExecutionInput', { titleIds });
      const { user, system } = process.cpuUsage(before);

      const found = new Set(violations.map(({ problem }) => problem.replace(/ \(.*/, '')));
      expect([...found]).toEqual(problems);
      expect(violations.length).toBeLessThanOrEqual(1_000);
      expect((user + system) / 1_000).toBeLessThan(1_000);
    },
  );

  it('does not change the value', () => {
    const input = Object.freeze({ titleIds: Object.freeze([3173903]) });

    expect(conformsTo('ExecutionInput', input)).toBe(true);
    expect(conformsTo('ExecutionInput', { titleIds: ['3173903'] })).toBe(false);
    expect(input).toEqual({ titleIds: [3173903] });
  });
});

describe('an error of Ajv', () => {
  const choice = (allowedValues: readonly string[], instancePath = '/region') => ({
    instancePath,
    keyword: 'enum',
    params: { allowedValues },
  });
  const problems = (error: ReturnType<typeof choice>, value: unknown) =>
    describeViolations([error], value).map(({ problem }) => problem);
  const regions = [...REGIONS];

  it('names a country if all countries are allowed, otherwise the allowed values', () => {
    expect(problems(choice(regions), { region: 'UK' })).toEqual([
      'must be an ISO 3166-1 country code in upper case: use GB',
    ]);
    expect(problems(choice(['GB', 'IE']), { region: 'UK' })).toEqual(['must be one of "GB", "IE"']);
    expect(problems(choice(['anywhere', ...regions.slice(1)]), { region: 'UK' })[0]).toMatch(
      /^must be one of "anywhere", /,
    );
  });

  it.each([
    { i: 1, j: 3 },
    { i: 3, j: 1 },
  ])('has the same text whichever of two items Ajv names first: %j', (params) => {
    const error = { instancePath: '/genres', keyword: 'uniqueItems', params };

    expect(describeViolations([error], {})).toEqual([
      { pointer: '/genres', problem: 'must NOT have duplicate items (items ## 1 and 3 are identical)' },
    ]);
  });

  it('is found below keys with a slash or a tilde', () => {
    expect(problems(choice(regions, '/a~1b~0c'), { 'a/b~c': 'UK' })).toEqual([
      'must be an ISO 3166-1 country code in upper case: use GB',
    ]);
  });

  it('is reported for the broken `then`, not for the `if`', () => {
    const error = (keyword: string) => ({ instancePath: '/type', keyword, params: { type: 'string' } });

    expect(describeViolations([error('type'), error('if')], {})).toEqual([
      { pointer: '/type', problem: 'must be string' },
    ]);
    expect(describeViolations([error('if')], {})).toEqual([]);
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

  it('lists the first 20', () => {
    const violations = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ pointer: `/${index}`, problem: 'must be string' }));

    expect(formatViolations(violations(20))).toMatch(/\/19 must be string$/);
    expect(formatViolations(violations(21))).toMatch(/\/19 must be string; and 1 more$/);
    expect(formatViolations(violations(120))).toMatch(/; and 100 more$/);
    expect(formatViolations(violations(121))).toMatch(/; and over 100 more$/);
  });
});
