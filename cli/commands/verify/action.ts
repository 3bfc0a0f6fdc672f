import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import type { TargetOptions } from '../../../operate/aws/target.ts';
import { readDeploymentContext } from '../../deployment-context.ts';
import { findNames, type StageOptions } from '../../deployment-names.ts';
import { OperationError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Check } from '../../findings/check.ts';
import { hasFailed, runChecks } from '../../findings/run-checks.ts';
import type { OutputOptions } from '../../render/printer.ts';
import { type Session, withStepFunctions } from '../../session.ts';
import type { Invocation } from '../../usage/declare.ts';
import { defaultLocalTitle } from './default-title.ts';
import { judgeSummary } from './judge-summary.ts';
import { playRun } from './play-run.ts';
import { judgeSweepPlan, sweepPlanInput } from './sweep-plan.ts';
import { validateDefinition } from './validate-definition.ts';

export interface VerifyOptions extends OutputOptions, TargetOptions, StageOptions {
  /** Default: the stage's probeTitleId, or a title of the local stand-in. */
  readonly titleId?: number;
  /** Milliseconds. */
  readonly timeout: number;
}

/**
 * Checks a deployment: both definitions are valid, a dry run of one title accounts for the title, and if a schedule starts
 * sweeps, the plan of one has a price.
 */
export async function verify(invocation: Invocation<VerifyOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  const { stage, names } = await findNames(options, io);
  const context = await readDeploymentContext(io.cwd, stage);
  const { probeTitleId } = context;
  return withStepFunctions(invocation, async (session) => {
    const { isLocal } = session.sfn.target;
    const title = options.titleId ?? (isLocal ? await defaultLocalTitle(io.cwd, probeTitleId) : probeTitleId);
    // The runtime of this machine has no schedule of sweeps, and no services of a deployment.
    const sweep = isLocal ? undefined : sweepPlanInput(context);
    const deploy = isLocal
      ? '`tvguide up` starts a runtime that has it'
      : `npm run aws:deploy -- -c stage=${stage}`;
    const find = (stateMachine: string) =>
      resolveStateMachine(session.sfn, { stateMachine }, io.env).catch((error: unknown) => {
        // The original remedy names an option that this command does not have.
        if (!(error instanceof OperationError)) throw error;
        throw new OperationError(`there is no state machine ${stateMachine}: ${deploy}`, { cause: error });
      });
    const validity = (stateMachine: string): Check => ({
      name: stateMachine,
      run: async () => validateDefinition(session.sfn, await find(stateMachine)),
    });
    const checks: Check[] = [
      validity(names.stateMachine),
      validity(names.redriver),
      {
        name: 'dry run',
        run: async () =>
          playRun(session, await find(names.stateMachine), {
            input: { titleIds: [title], dryRun: true },
            timeoutMs: options.timeout,
            judge: (output) => judgeSummary(output, title),
          }),
      },
      ...(sweep === undefined
        ? []
        : [
            {
              name: 'sweep plan',
              run: async () =>
                playRun(session, await find(names.stateMachine), {
                  input: sweep,
                  timeoutMs: options.timeout,
                  judge: judgeSweepPlan,
                }),
            },
          ]),
    ];
    return report(session, checks);
  });
}

async function report({ printer, sfn, io }: Session, checks: readonly Check[]): Promise<ExitCode> {
  const findings = await runChecks(checks, { printer, target: sfn.target, io });
  return findings.some(hasFailed) ? ExitCode.Failure : ExitCode.Success;
}
