import { describe, expect, it } from '@jest/globals';
import { startForm } from '../../../../console/server/runs/start-form.ts';
import { findInputViolations } from '../../../../operate/executions/input-violations.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');

describe('the start form', () => {
  it('has a field with a description for each property of an input', () => {
    const { fields } = startForm();

    expect(fields.map(({ name, kind, label }) => [name, kind, label])).toEqual([
      ['feed', 'choice', 'Feed'],
      ['services', 'names', 'Services'],
      ['genres', 'names', 'Genres'],
      ['window', 'window', 'Window'],
      ['titleIds', 'numbers', 'Title IDs'],
      ['types', 'words', 'Types'],
      ['regions', 'words', 'Regions'],
      ['maxTitles', 'number', 'Most titles'],
      ['maxCredits', 'number', 'Most credits'],
      ['publishBaseline', 'flag', 'Publish the baseline'],
      ['dryRun', 'flag', 'Dry run'],
      ['plan', 'flag', 'Plan only'],
    ]);
    expect(fields.filter(({ description }) => description.length < 10)).toEqual([]);
    expect(fields.find(({ name }) => name === 'feed')?.choices).toContain('new_titles');
    expect(fields.find(({ name }) => name === 'types')?.placeholder).toContain('tv_series');
  });

  it.each(startForm().examples)('offers a valid example: $name', ({ input }) => {
    expect(findInputViolations(JSON.parse(input), NOW)).toEqual([]);
  });
});
