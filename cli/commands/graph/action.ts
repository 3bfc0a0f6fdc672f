import { DescribeExecutionCommand, DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import { definitionText } from '../../../workflow/substitutions.ts';
import { resolveExecution } from '../../../operate/aws/executions.ts';
import { isRunning, statusFor } from '../../../operate/aws/interrupted.ts';
import { withStepFunctions } from '../../session.ts';
import { ExitCode } from '../../exit-codes.ts';
import { markStates } from './marks.ts';
import { toMermaid } from './mermaid.ts';
import { createPrinter } from '../../render/printer.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';

export interface GraphOptions extends ServiceOptions {
  readonly execution?: string;
}

/** Prints the project's state machine as Mermaid, or that of an execution, coloured by the outcome of its states. */
export async function graph(invocation: Invocation<GraphOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  const { execution } = options;
  if (execution === undefined) {
    const mermaid = toMermaid(definitionText);
    const printer = createPrinter(io, options);
    printer.json({ mermaid });
    printer.result(mermaid);
    return ExitCode.Success;
  }
  return withStepFunctions(invocation, async ({ sfn, printer }) => {
    const executionArn = await resolveExecution(sfn, execution, options, io.env);
    const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
    const { definition = '{}' } = await sfn.client.send(
      new DescribeStateMachineForExecutionCommand({ executionArn }),
    );
    const mermaid = toMermaid(definition, await markStates(sfn, executionArn, isRunning(description)));
    printer.json({ mermaid, executionArn, status: statusFor(description) });
    printer.result(mermaid);
    return ExitCode.Success;
  });
}
