import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
} from '@aws-sdk/client-sfn';
import { definitionText } from '../../../workflow/substitutions.ts';
import { resolveExecution } from '../../../operate/aws/executions.ts';
import { statusFor } from '../../../operate/aws/interrupted.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { type Session, withStepFunctions } from '../../session.ts';
import { ExitCode } from '../../exit-codes.ts';
import { markStates } from './marks.ts';
import { toMermaid } from './mermaid.ts';
import { createPrinter } from '../../render/printer.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';

/**
 * Prints a state machine as Mermaid: that of an execution, coloured by the outcome of its states, else the one that the
 * options name, else the one of this project.
 */
export async function graph(invocation: Invocation<ServiceOptions>): Promise<ExitCode> {
  const { operands, options, io } = invocation;
  const [execution] = operands;
  if (execution === undefined && !namesTarget(options)) {
    const mermaid = toMermaid(definitionText);
    const printer = createPrinter(io, options);
    printer.json({ mermaid });
    printer.result(mermaid);
    return ExitCode.Success;
  }
  return withStepFunctions(
    invocation,
    (session) =>
      execution === undefined ? printDefinition(session, options) : printRun(session, execution, options),
    { readsFiles: true },
  );
}

function namesTarget({ local, endpointUrl, profile, region, stateMachine }: ServiceOptions): boolean {
  return [local, endpointUrl, profile, region, stateMachine].some((option) => option !== undefined);
}

async function printDefinition({ sfn, printer, io }: Session, options: ServiceOptions): Promise<ExitCode> {
  const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
  const { definition = '{}' } = await sfn.client.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const mermaid = toMermaid(definition);
  printer.json({ mermaid, stateMachineArn });
  printer.result(mermaid);
  return ExitCode.Success;
}

async function printRun(
  { sfn, printer, io }: Session,
  execution: string,
  options: ServiceOptions,
): Promise<ExitCode> {
  const executionArn = await resolveExecution(sfn, execution, options, io.env);
  const description = await sfn.client.send(new DescribeExecutionCommand({ executionArn }));
  const { definition = '{}' } = await sfn.client.send(
    new DescribeStateMachineForExecutionCommand({ executionArn }),
  );
  const mermaid = toMermaid(definition, await markStates(sfn, io, executionArn));
  printer.json({ mermaid, executionArn, status: statusFor(description) });
  printer.result(mermaid);
  return ExitCode.Success;
}
