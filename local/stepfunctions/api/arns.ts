import { omitUndefined } from '../interpreter/omit-undefined.ts';
import { ApiError, validationException } from './protocol/api-error.ts';

type ResourceType = 'stateMachine' | 'execution' | 'express' | 'mapRun';

/** The parts of a resource ARN: `<prefix>:stateMachine:NAME`, `<prefix>:execution:NAME/LABEL:NAME` and so on. */
export interface ResourceArn {
  readonly type: string;
  /** The state machine's name. */
  readonly machineName: string;
  /** The label of a Distributed Map: in the ARNs of its state machine, Map Runs and child executions. */
  readonly label?: string;
  /** The part after the machine: an execution's name, a Map Run's id, a version or an alias. */
  readonly rest?: string;
}

const ARN = /^arn:[a-z0-9-]+:states:[a-z0-9-]+:[0-9]{12}:([A-Za-z]+):([^:/]+)(?:\/([^:]+))?(?::(.+))?$/;

/** Parses an ARN of one of these resource types. @throws ApiError InvalidArn */
export function parseArn(arn: string, ...types: readonly [ResourceType, ...ResourceType[]]): ResourceArn {
  if (!arn.startsWith('arn:')) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const [, found, machineName, label, rest] = ARN.exec(arn) ?? [];
  if (found === undefined || machineName === undefined) throw invalidArn(arn);
  // Only Express children of a Map Run can be described.
  const isKnown = found !== 'express' || label !== undefined;
  if (!isKnown || !types.some((type) => type === found)) {
    throw invalidArn(`Resource type not valid in this context: ${found}`);
  }
  if (found !== 'stateMachine' && rest === undefined) throw invalidArn(arn);
  return { type: found, machineName, ...omitUndefined({ label, rest }) };
}

/** Refuses the labelled ARN of a Distributed Map, which most operations do not accept. */
export function refuseLabel(arn: string, operation: string): void {
  if (parseArn(arn, 'stateMachine').label === undefined) return;
  throw validationException(
    `${operation} does not take the qualified ARN of a Distributed Map state: '${arn}'`,
  );
}

function invalidArn(detail: string): ApiError {
  return new ApiError('InvalidArn', `Invalid Arn: '${detail}'`);
}
