import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationError } from './errors.ts';
import { isError } from './native-error.ts';
import { reasonOf } from './file-error.ts';

/** What `cdk.json` says of the deployment, as far as this program asks; absent where it says nothing. */
export interface DeploymentContext {
  readonly stage?: string;
  readonly feed?: string;
  readonly scheduleExpression?: string;
  readonly scheduleTimeZone?: string;
  readonly watchmodeBaseUrl?: string;
}

const KEYS = ['stage', 'feed', 'scheduleExpression', 'scheduleTimeZone', 'watchmodeBaseUrl'] as const;

/** Reads the deployment's settings from `cdk.json` in a folder; without the file there are none. */
export async function readDeploymentContext(cwd: string): Promise<DeploymentContext> {
  const text = await readFile(join(cwd, 'cdk.json'), 'utf8').catch((error: unknown) => {
    if (isError(error) && 'code' in error && error.code === 'ENOENT') return '{}';
    throw new OperationError(`cannot read cdk.json: ${reasonOf(error)}`, { cause: error });
  });
  try {
    const { context = {} } = JSON.parse(text) as { context?: Record<string, unknown> };
    return Object.fromEntries(
      KEYS.flatMap((key) => (typeof context[key] === 'string' ? [[key, context[key]]] : [])),
    );
  } catch (error) {
    throw new OperationError(`cdk.json is not valid JSON: ${reasonOf(error)}`, { cause: error });
  }
}
