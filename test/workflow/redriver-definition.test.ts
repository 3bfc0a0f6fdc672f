import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import { allStates, statesOf } from '../../workflow/definition.ts';
import { ERROR_NAMES } from '../../workflow/error-names.ts';
import definition from '../../workflow/redrive-failed-run.asl.json' with { type: 'json' };
import { redriver, redriverText, renderRedriver } from '../../workflow/redrive-failed-run.ts';
import { placeholdersOf } from '../../workflow/substitutions.ts';
import { expressionsOf } from './support/expressions.ts';
import { meanWaitSeconds } from './support/mean-wait.ts';

const named = allStates(redriver).map(([name, state]) => ({ name, state }));
const tasks = named.filter(({ state }) => state.Type === 'Task');
const retriers = tasks.flatMap(({ name, state }) =>
  (state.Retry ?? []).map((retrier) => ({ name, retrier })),
);

const VALUES = {
  Partition: 'aws',
  JudgeFailedRunFunctionArn: 'arn:aws:lambda:eu-west-2:123456789012:function:judge-failed-run',
};
const rendered = renderRedriver(VALUES);

describe('the definition of redrive-failed-run', () => {
  it('is valid Amazon States Language, with every placeholder filled', () => {
    expect(validate(JSON.parse(rendered)).errors).toEqual([]);
    expect(placeholdersOf(redriverText)).toEqual(['JudgeFailedRunFunctionArn', 'Partition']);
    expect(placeholdersOf(rendered)).toEqual([]);
  });

  it('has seven states at most', () => {
    expect(statesOf(redriver).length).toBeLessThanOrEqual(7);
  });

  it.each(named)('explains "$name" in its Comment', ({ name, state }) => {
    expect(name).toMatch(/^[A-Z][a-z]+ [a-z]+/);
    expect(state.Comment?.length).toBeGreaterThan(30);
  });

  it.each(tasks)('has a timeout for the task of "$name", and retries it', ({ state }) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
    expect(state.Retry?.flatMap((retrier) => retrier.ErrorEquals)).toContain('States.Timeout');
  });

  it.each(named)('matches only errors that can occur in "$name"', ({ state }) => {
    const matched = [...(state.Retry ?? []), ...(state.Catch ?? [])].flatMap((rule) => rule.ErrorEquals);
    const platform = state.Resource?.endsWith('lambda:invoke')
      ? /^(States|Lambda|Sandbox)\.[A-Za-z]+$/
      : /^(States|Sfn)\.[A-Za-z]+$/;
    const known: readonly string[] = ERROR_NAMES;

    expect(matched.filter((error) => !platform.test(error) && !known.includes(error))).toEqual([]);
  });

  it('retries when the progress table cannot be read', () => {
    const retried = retriers.filter(({ name }) => name === 'Judge failed run');

    expect(retried.flatMap(({ retrier }) => retrier.ErrorEquals)).toEqual(
      expect.arrayContaining(['Progress.Unavailable', 'Lambda.TooManyRequestsException']),
    );
  });

  it('waits ten minutes on average for free concurrency of Lambda', () => {
    const throttled = retriers.filter(({ retrier }) =>
      retrier.ErrorEquals.includes('Lambda.TooManyRequestsException'),
    );

    expect(throttled.map(({ name, retrier }) => [name, retrier.ErrorEquals])).toEqual([
      ['Judge failed run', ['Lambda.TooManyRequestsException']],
    ]);
    // The same retrier as in title-ingestion.
    expect(meanWaitSeconds(throttled[0]?.retrier)).toBe(601);
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

  it('has no Fail state, because a redrive would enter it again', () => {
    expect(named.filter(({ state }) => state.Type === 'Fail')).toEqual([]);
  });

  it('has short expressions', () => {
    const long = expressionsOf(definition).filter((text) => text.length > 130 || /function|:=/.test(text));

    expect(long).toEqual([]);
  });

  it('waits between two judgements, and ends after the second', () => {
    expect(redriver.States['Wait before redrive']).toMatchObject({ Next: 'Judge failed run' });
    expect(redriver.States['Judge failed run']).toMatchObject({ Next: 'What to do?' });
  });

  it('is named in errors about its values', () => {
    const { Partition } = VALUES;

    expect(() => renderRedriver({ Partition })).toThrow(
      'redrive-failed-run has no value for JudgeFailedRunFunctionArn',
    );
  });
});
