import { resolveExecution } from '../../../operate/aws/executions.ts';
import { withStepFunctions } from '../../session.ts';
import type { ExitCode } from '../../exit-codes.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { watchExecution } from '../../progress/watch-execution.ts';

/** Follows an execution until it ends. */
export async function watch(invocation: Invocation<ServiceOptions>): Promise<ExitCode> {
  const { operands, options, io } = invocation;
  const [execution = 'last'] = operands;
  return withStepFunctions(invocation, async (session) => {
    const executionArn = await resolveExecution(session.sfn, execution, options, io.env);
    return watchExecution(session, { executionArn });
  });
}
