import type { Context } from 'aws-lambda';

export interface ContextFacts {
  readonly requestId: string;
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: number;
  readonly remainingMs: () => number;
}

/**
 * Creates the context object of an invocation. The callbacks of old runtimes throw: Node.js 24 does not support them.
 *
 * @see {@link https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html}
 */
export function createContext(facts: ContextFacts): Context {
  const { requestId, functionName, invokedFunctionArn, memoryLimitInMB, remainingMs } = facts;
  const noCallbacks = (): never => {
    throw new TypeError('Callbacks are not supported: return a promise');
  };
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn,
    memoryLimitInMB: String(memoryLimitInMB),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, remainingMs()),
    /* oxlint-disable typescript/no-deprecated -- the type of the context still asks for them */
    done: noCallbacks,
    fail: noCallbacks,
    succeed: noCallbacks,
    /* oxlint-enable typescript/no-deprecated */
  };
}
