import { isArray, isObject, parseJson } from '../json.ts';
import { ServiceError } from '../service-errors.ts';
import { StateFailure } from '../state-failure.ts';
import type { Visit } from './frame.ts';
import { exceeds, isLimited, thresholdExceeded, type Tolerance } from './map-run/tolerance.ts';

/** AWS's messages for a mocked result whose length is not that of the branches, iterations or children. */
const WRONG_LENGTH = {
  Parallel: 'Mocked result must contain the same number of items as number of Parallel branches.',
  Map: "Input array does not equal the mocked result array's size",
} as const;
const TOO_MANY_FAILURES =
  'Map iteration failure count must be less than or equal to the number of Map iterations';

/**
 * Returns the mocked result of a Parallel or Map state, an array of `length` items; `undefined` without a mock.
 * Throws a mocked failure, and that of a Map with more failed iterations than it tolerates.
 */
export function mockedResult(
  { mock, mapTest, state }: Visit,
  length: number,
  tolerance?: Tolerance,
): string | undefined {
  if (mock === undefined) return undefined;
  const failures = mapTest?.failures ?? 0;
  if (failures > length) throw new ServiceError('ValidationException', TOO_MANY_FAILURES);
  if (mock.status === 'FAILED') throw new StateFailure(mock.error, mock.cause);
  if (tolerance !== undefined && isLimited(tolerance) && exceeds(tolerance, failures, length)) {
    throw thresholdExceeded();
  }
  const value = parseJson(mock.output);
  if (state.type === 'Map' && state.distributed?.writesResults === true) {
    if (isObject(value)) return mock.output;
    throw new ServiceError('ValidationException', 'Mocked result must be a JSON object.');
  }
  if (!isArray(value)) throw new ServiceError('ValidationException', 'Mocked result must be an array.');
  if (value.length !== length) {
    const message = state.type === 'Parallel' ? WRONG_LENGTH.Parallel : WRONG_LENGTH.Map;
    throw new ServiceError('ValidationException', message);
  }
  return mock.output;
}
