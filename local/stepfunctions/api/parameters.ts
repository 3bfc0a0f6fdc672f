import { ParameterError } from '../adapters/parameter-error.ts';
import type { ParameterDescription, ParameterStore } from '../adapters/parameter-store.ts';
import { ApiError } from './protocol/api-error.ts';
import { toSeconds, type Wire } from './wire.ts';

export type Parameters = Pick<ParameterStore, 'getParameter' | 'putParameter' | 'getParametersByPath'>;

type Request = Readonly<Record<string, unknown>>;

/** Returns the supported operations of Systems Manager by name. */
export function parameterOperations(
  parameters: Parameters,
): ReadonlyMap<string, (body: Request) => Promise<Wire>> {
  const answering = (work: (body: Request) => Promise<Wire>) => (body: Request) =>
    work(body).catch((error: unknown) => {
      throw error instanceof ParameterError ? new ApiError(error.code, error.message) : error;
    });
  return new Map([
    [
      'GetParameter',
      answering(async (body) => {
        const { Parameter } = await parameters.getParameter(body);
        return { Parameter: onTheWire(Parameter) };
      }),
    ],
    ['PutParameter', answering((body) => parameters.putParameter(body))],
    [
      'GetParametersByPath',
      answering(async (body) => {
        const { Parameters: found, NextToken } = await parameters.getParametersByPath(body);
        return { Parameters: found.map(onTheWire), NextToken };
      }),
    ],
  ]);
}

/** Renames `Arn`, as state machines see it, to the API's `ARN`. */
function onTheWire({ Arn, LastModifiedDate, ...rest }: ParameterDescription): Wire {
  return { ...rest, ARN: Arn, LastModifiedDate: toSeconds(LastModifiedDate) };
}
