import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import { allStates } from '../../workflow/definition.ts';
import { ERROR_ADVICE, type ErrorAdvice } from '../../workflow/error-advice.ts';
import { ERROR_NAMES } from '../../workflow/error-names.ts';
import definition from '../../workflow/redrive-failed-run.asl.json' with { type: 'json' };
import { PLATFORM_ERROR_ADVICE } from '../../workflow/platform-error-advice.ts';
import {
  PERMANENT_ERRORS,
  permanentErrorsExpression,
  redriver,
  redriverText,
  renderRedriver,
} from '../../workflow/redrive-failed-run.ts';
import { placeholdersOf } from '../../workflow/substitutions.ts';
import { expressionsOf } from './expressions.ts';

const named = allStates(redriver).map(([name, state]) => ({ name, state }));
const tasks = named.filter(({ state }) => state.Type === 'Task');
const retriers = tasks.flatMap(({ name, state }) =>
  (state.Retry ?? []).map((retrier) => ({ name, retrier })),
);

const VALUES = {
  Partition: 'aws',
  RedriveWaitSeconds: '900',
  Feeds: "['new_titles', 'releases']",
  DefaultFeed: 'new_titles',
  WatermarkPath: '/tv-guide/watermarks',
  PermanentErrors: permanentErrorsExpression,
};
const rendered = renderRedriver(VALUES);

describe('the definition of redrive-failed-run', () => {
  it('is valid Amazon States Language, with every placeholder filled', () => {
    expect(validate(JSON.parse(rendered)).errors).toEqual([]);
    expect(placeholdersOf(redriverText)).toEqual([
      'DefaultFeed',
      'Feeds',
      'Partition',
      'PermanentErrors',
      'RedriveWaitSeconds',
      'WatermarkPath',
    ]);
    expect(placeholdersOf(rendered)).toEqual([]);
  });

  it.each(named)('explains "$name" to somebody who sees it in a console', ({ name, state }) => {
    expect(name).toMatch(/^[A-Z][a-z]+ [a-z]+/);
    expect(state.Comment?.length).toBeGreaterThan(30);
  });

  it.each(tasks)('ends "$name" when its task hangs, and tries it again', ({ state }) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
    expect(state.Retry?.flatMap((retrier) => retrier.ErrorEquals)).toContain('States.TaskFailed');
  });

  it.each(named)('matches only errors that can occur in "$name"', ({ state }) => {
    const matched = [...(state.Retry ?? []), ...(state.Catch ?? [])].flatMap((rule) => rule.ErrorEquals);

    expect(matched.filter((error) => !/^(States|Ssm|Sfn)\.[A-Za-z]+$/.test(error))).toEqual([]);
  });

  it.each(retriers)('spreads the retries of "$name" and caps their delay', ({ retrier }) => {
    const never = retrier.MaxAttempts === 0;

    expect(never || retrier.JitterStrategy === 'FULL').toBe(true);
    expect(never || (retrier.MaxDelaySeconds ?? Infinity) <= 120).toBe(true);
  });

  it('is explained state by state in its README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../workflow/README.md'), 'utf8');

    expect(named.map(({ name }) => name).filter((name) => !readme.includes(`| ${name} `))).toEqual([]);
  });

  it('has no Fail state, since a redrive would only enter it again', () => {
    expect(named.filter(({ state }) => state.Type === 'Fail')).toEqual([]);
  });

  it('can be read: no expression is a program', () => {
    const long = expressionsOf(definition).filter((text) => text.length > 130 || text.includes('function'));

    // Two sentences, and what makes an instant of a text that a person may have written.
    expect(long.map((text) => text.slice(0, 20))).toEqual([
      "{% 'It was redriven ",
      '{% $contains($schedu',
      "{% 'It failed ' & ($",
    ]);
  });

  it('leaves alone what a person must put right first', () => {
    expect(PERMANENT_ERRORS).toEqual([
      'InvalidInput',
      'TooManyTitles',
      'ConfigurationError',
      'Watchmode.Unauthorized',
      'Watchmode.PlanRequired',
      'States.QueryEvaluationError',
      'States.Runtime',
      'States.DataLimitExceeded',
    ]);
  });

  it('repeats nothing that a redrive does not help', () => {
    const helpless = Object.entries<ErrorAdvice>({ ...ERROR_ADVICE, ...PLATFORM_ERROR_ADVICE })
      .filter(([, { redriveHelps }]) => !redriveHelps)
      .map(([name]) => name);

    expect(helpless).toEqual([
      'InvalidInput',
      'TooManyTitles',
      'Watchmode.PlanRequired',
      'States.QueryEvaluationError',
      'States.Runtime',
      'States.DataLimitExceeded',
    ]);
  });

  it('is named in what is wrong with its values', () => {
    const { Feeds, ...rest } = VALUES;

    expect(() => renderRedriver(rest as typeof VALUES)).toThrow('redrive-failed-run has no value for Feeds');
    expect(Feeds).toContain('releases');
  });

  it('knows no error but those that the tasks throw and those of the platform', () => {
    const permanent = [...permanentErrorsExpression.matchAll(/'([^']+)'/g)].map(([, name = '']) => name);

    expect(
      permanent.filter(
        (name) => !name.startsWith('States.') && !(ERROR_NAMES as readonly string[]).includes(name),
      ),
    ).toEqual([]);
  });
});
