import { StateFailure } from '../state-failure.ts';
import type { Visit } from './frame.ts';

/** The mocked result of a Parallel or Map state; throws a mocked failure; `undefined` without a mock. */
export function mockedResult({ mock }: Visit): string | undefined {
  if (mock === undefined) return undefined;
  if (mock.status === 'FAILED') throw new StateFailure(mock.error, mock.cause);
  return mock.output;
}
