import { nameOf } from '../../../workflow/arns.ts';
import { withStepFunctions } from '../../session.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { ExitCode } from '../../exit-codes.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import { buildExecutionInput, type InputOptions } from '../../input/execution-input.ts';
import { refuseEmptySweep } from '../../input/refuse-empty-sweep.ts';
import { uniqueExecutionName } from '../../../operate/executions/execution-name.ts';
import { startExecution } from '../../../operate/executions/start-execution.ts';
import { describeCost } from '../../input/describe-cost.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';
import { readLocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import type { Io } from '../../../operate/io.ts';
import { watchExecution } from '../../progress/watch-execution.ts';

export interface StartOptions extends ServiceOptions, InputOptions {
  readonly name?: string;
  readonly watch?: boolean;
}

/** Starts an execution. The name is chosen before the call, so a call that is sent twice starts one execution. */
export async function start(invocation: Invocation<StartOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  const input = await buildExecutionInput(options, io);
  return withStepFunctions(invocation, async (session) => {
    const { sfn, printer } = session;
    const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
    if (await lacksServices(sfn, stateMachineArn, io)) refuseEmptySweep(input);
    for (const line of describeCost(input)) printer.note(line);
    const started = await startExecution(sfn, {
      stateMachineArn,
      name: options.name ?? uniqueExecutionName(input, io.now()),
      input: JSON.stringify(input),
    });
    // Its result is the output of the execution.
    if (options.watch === true || options.plan === true) return watchExecution(session, started);
    printer.json({ ...started, name: nameOf(started.executionArn) });
    printer.result(started.executionArn);
    printer.note(
      `started ${nameOf(started.executionArn)} at ${formatMoment(started.startDate)}; follow it with \`${session.command(`watch ${nameOf(started.executionArn)}`)}\``,
    );
    return ExitCode.Success;
  });
}

/** Returns true for the state machine of a runtime of this folder whose runs have no services by default. */
async function lacksServices(
  { target }: StepFunctions,
  stateMachineArn: string,
  { cwd }: Pick<Io, 'cwd'>,
): Promise<boolean> {
  const up = target.isLocal ? await readLocalEndpoints(cwd) : undefined;
  return (
    up?.stateMachineArn === stateMachineArn &&
    up.stepFunctions === target.endpointUrl &&
    up.services === undefined
  );
}
