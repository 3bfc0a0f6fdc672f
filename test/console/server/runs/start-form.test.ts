import { describe, expect, it } from '@jest/globals';
import { startForm, violationsOf } from '../../../../console/server/runs/start-form.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');

describe('the start form', () => {
  it('has a field with a description for each property of an input', () => {
    const { fields } = startForm();

    expect(fields.map(({ name, kind, label }) => [name, kind, label])).toEqual([
      ['feed', 'choice', 'Feed'],
      ['window', 'window', 'Window'],
      ['titleIds', 'numbers', 'Title IDs'],
      ['types', 'words', 'Types'],
      ['regions', 'words', 'Regions'],
      ['maxTitles', 'number', 'Most titles'],
      ['dryRun', 'flag', 'Dry run'],
      ['plan', 'flag', 'Plan only'],
    ]);
    expect(fields.filter(({ description }) => description.length < 10)).toEqual([]);
    expect(fields.find(({ name }) => name === 'feed')?.choices).toContain('new_titles');
    expect(fields.find(({ name }) => name === 'types')?.choices).toContain('tv_series');
  });

  it.each(startForm().examples)('offers a valid example: $name', ({ input }) => {
    expect(violationsOf(JSON.parse(input), NOW)).toEqual([]);
  });

  it.each([
    ['an unknown field', { colour: 'red' }, ''],
    ['a wrong type', { maxTitles: '7' }, '/maxTitles'],
    ['a number that is too small', { maxTitles: 0 }, '/maxTitles'],
    [
      'a window that ends in the future',
      { window: { start: '2026-11-01T00:00:00Z', end: '2027-01-01T00:00:00Z' } },
      '/window/end',
    ],
    [
      'a window that ends before it starts',
      { window: { start: '2026-11-02T00:00:00Z', end: '2026-11-01T00:00:00Z' } },
      '/window',
    ],
    ['no object', [], ''],
    ['nothing', undefined, ''],
  ])('locates the violation: %s', (_, input, pointer) => {
    const violations = violationsOf(input, NOW);

    expect(violations.map((violation) => violation.pointer).join(' ')).toContain(pointer);
    expect(violations[0]?.problem.length).toBeGreaterThan(5);
  });
});
