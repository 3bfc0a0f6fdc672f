import { omitUndefined } from '../omit-undefined.ts';
import type { Catcher, Retrier } from './model.ts';
import type { Loading } from './loading.ts';
import type { ObjectReader } from './reader.ts';
import { readTransforms } from './transforms.ts';
import type { VariableScope } from './variables.ts';

/** The maximum of IntervalSeconds and MaxAttempts. */
const MAX_COUNT = 99_999_999;
/** MaxDelaySeconds must be less than 31,622,401. */
const MAX_DELAY_SECONDS = 31_622_400;

export function readRetry(reader: ObjectReader): readonly Retrier[] {
  const retriers = reader.objects('Retry') ?? [];
  return retriers.map((retrier, index) => {
    retrier.require('ErrorEquals');
    const fields: Retrier = {
      errorEquals: readErrorEquals(retrier, index === retriers.length - 1),
      intervalSeconds: retrier.integer('IntervalSeconds', 1, MAX_COUNT) ?? 1,
      maxAttempts: retrier.integer('MaxAttempts', 0, MAX_COUNT) ?? 3,
      backoffRate: retrier.number('BackoffRate', 1, Number.MAX_SAFE_INTEGER) ?? 2,
      ...omitUndefined({ maxDelaySeconds: retrier.integer('MaxDelaySeconds', 1, MAX_DELAY_SECONDS) }),
      fullJitter: readJitter(retrier),
    };
    retrier.finish();
    return fields;
  });
}

function readJitter(retrier: ObjectReader): boolean {
  const strategy = retrier.string('JitterStrategy') ?? 'NONE';
  if (strategy !== 'FULL' && strategy !== 'NONE') {
    retrier.fail("'JitterStrategy' must be 'FULL' or 'NONE'", 'JitterStrategy');
  }
  return strategy === 'FULL';
}

export function readCatch(reader: ObjectReader, loading: Loading, scope: VariableScope): readonly Catcher[] {
  const catchers = reader.objects('Catch') ?? [];
  return catchers.flatMap((catcher, index) => {
    catcher.require('ErrorEquals', 'Next');
    const next = catcher.string('Next');
    const fields = {
      errorEquals: readErrorEquals(catcher, index === catchers.length - 1),
      ...readTransforms(catcher, loading, scope, 'errorOutput'),
    };
    catcher.finish();
    return next === undefined ? [] : [{ ...fields, next }];
  });
}

function readErrorEquals(reader: ObjectReader, last: boolean): readonly string[] {
  const names = reader.strings('ErrorEquals');
  if (names === undefined) return [];
  if (names.length === 0) reader.fail('There must be at least one error name', 'ErrorEquals');
  if (names.includes('States.ALL')) {
    if (names.length > 1) reader.fail("'States.ALL' must stand alone in 'ErrorEquals'", 'ErrorEquals');
    if (!last) reader.fail("'States.ALL' must be in the last retrier or catcher", 'ErrorEquals');
  }
  return names;
}
