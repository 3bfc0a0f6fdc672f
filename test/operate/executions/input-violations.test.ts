import { describe, expect, it } from '@jest/globals';
import { findInputViolations } from '../../../operate/executions/input-violations.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');

describe('findInputViolations', () => {
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
    const violations = findInputViolations(input, NOW);

    expect(violations.map((violation) => violation.pointer).join(' ')).toContain(pointer);
    expect(violations[0]?.problem.length).toBeGreaterThan(5);
  });

  it.each([
    [{ services: ['Netflix', 157], genres: ['Drama'], publishBaseline: true }],
    [{ types: ['movie'], services: ['Netflix'], maxCredits: 50 }],
    [{ window: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' }, maxTitles: 5 }],
  ])('accepts %j, which fits the feed of some deployment', (input) => {
    expect(findInputViolations(input, NOW)).toEqual([]);
  });

  it('refuses what no feed takes together', () => {
    expect(findInputViolations({ services: ['Netflix'], maxTitles: 5 }, NOW)).toEqual([
      { pointer: '/maxTitles', problem: 'has no meaning with the feed catalogue; set /maxCredits' },
    ]);
  });

  it("refuses what the deployment's own feed does not take", () => {
    expect(findInputViolations({ services: ['Netflix'] }, NOW, 'releases')).toEqual([
      { pointer: '/services', problem: 'has a meaning only with the feed catalogue, not with releases' },
    ]);
  });
});
