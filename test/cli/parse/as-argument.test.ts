import { InvalidArgumentError } from 'commander';
import { expect, it } from '@jest/globals';
import { asArgument } from '../../../cli/parse/as-argument.ts';
import { parseSince } from '../../../operate/parse/since.ts';

it('a parser for commander reports what a user got wrong, and no defect', () => {
  const defect = new TypeError('a defect');
  const broken = asArgument(() => {
    throw defect;
  });

  expect(asArgument(parseSince)('2026-11-01')).toEqual({ at: Date.UTC(2026, 10, 1) });
  expect(() => asArgument(parseSince)('soon')).toThrow(InvalidArgumentError);
  expect(() => asArgument(parseSince)('soon')).toThrow(/^Give a duration/);
  expect(() => broken('7d')).toThrow(defect);
});
