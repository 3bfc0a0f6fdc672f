import { ParameterError } from '../adapters/parameter-error.ts';
import type { ParameterDescription, ParameterStore } from '../adapters/parameter-store.ts';
import { ApiError } from './protocol/api-error.ts';
import { toSeconds, type Wire } from './wire.ts';

/** The Parameter Store that the operations work on. */
export type Parameters = Pick<ParameterStore, 'getParameter' | 'putParameter' | 'getParametersByPath'>;

type Request = Readonly<Record<string, unknown>>;

/** The operations of Systems Manager that are answered, by their names: those on plain parameters. */
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

/** The service writes ARN, where a state machine's integration has Arn. */
function onTheWire({ Arn, LastModifiedDate, ...rest }: ParameterDescription): Wire {
  return { ...rest, ARN: Arn, LastModifiedDate: toSeconds(LastModifiedDate) };
}
