import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { TITLES_PER_BATCH } from '../../../workflow/limits.ts';
import { TASK_NAMES } from '../../../workflow/tasks.ts';
import { failed, type Finding, ok, skipped } from '../../findings/check.ts';
import { hasName } from '../../../operate/native-error.ts';

/** A run may have one invocation of each other function beside those that fetch. */
const OTHER_FUNCTIONS = TASK_NAMES.length - 1;

/**
 * Checks if the account allows as many concurrent functions as a run may need. A new account may have a quota of 10 or
 * 50. Invocations above the quota are throttled, and each counts as an attempt of its state.
 *
 * @param stateMachine the prefix of the function names
 */
export async function checkConcurrency(client: LambdaClient, stateMachine: string): Promise<Finding> {
  const fetching = await deployedConcurrency(client, `${stateMachine}-fetch-title-details`);
  if (fetching === undefined) return skipped('the ingestion stack is not deployed');
  const needed = fetching + OTHER_FUNCTIONS;
  const { AccountLimit: limit = {} } = await client.send(new GetAccountSettingsCommand({}));
  const { ConcurrentExecutions: all = 0, UnreservedConcurrentExecutions: free = all } = limit;
  const reserved = free < all ? `, ${all - free} of ${all} being reserved` : '';
  const detail = `a run has up to ${needed} functions at once, and the account allows ${free}${reserved}`;
  return free >= needed ? ok(detail) : failed(detail, remedyFor(free));
}

function remedyFor(free: number): string {
  const raise = 'ask for a higher quota of AWS Lambda, "Concurrent executions", in Service Quotas';
  const batches = Math.floor((free - OTHER_FUNCTIONS) / TITLES_PER_BATCH);
  return batches < 1 ? raise : `${raise}; or set batchesAtOnce to ${batches} in infra/stages.ts, and deploy`;
}

/** Returns the deployed number of titles that a run fetches at once; undefined without the function. */
async function deployedConcurrency(client: LambdaClient, functionName: string): Promise<number | undefined> {
  try {
    const { Environment } = await client.send(
      new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    );
    return Number(Environment?.Variables?.['FETCH_CONCURRENCY']);
  } catch (error) {
    if (hasName(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}
