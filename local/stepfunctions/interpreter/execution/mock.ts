import { isArray, parseJson } from '../json.ts';
import { ServiceError } from '../service-errors.ts';
import { StateFailure } from '../state-failure.ts';
import type { Visit } from './frame.ts';

/** AWS's messages for a mocked result whose length is not that of the branches, iterations or children. */
const WRONG_LENGTH = {
  Parallel: 'Mocked result must contain the same number of items as number of Parallel branches.',
  Map: "Input array does not equal the mocked result array's size",
} as const;

/**
 * Returns the mocked result of a Parallel or Map state, an array of `length` items; `undefined` without a mock.
 * Throws a mocked failure.
 */
export function mockedResult({ mock, state }: Visit, length: number): string | undefined {
  if (mock === undefined) return undefined;
  if (mock.status === 'FAILED') throw new StateFailure(mock.error, mock.cause);
  const value = parseJson(mock.output);
  if (!isArray(value)) throw new ServiceError('ValidationException', 'Mocked result must be an array.');
  if (value.length !== length) {
    const message = state.type === 'Parallel' ? WRONG_LENGTH.Parallel : WRONG_LENGTH.Map;
    throw new ServiceError('ValidationException', message);
  }
  return mock.output;
}
