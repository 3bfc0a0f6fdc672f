import type { ExecutionArn } from '../workflow/arns.ts';
import { resolveExecution } from '../operate/aws/executions.ts';
import { OperationError } from '../operate/errors.ts';
import { explainMissingStateMachine } from '../operate/aws/state-machine.ts';
import type { OwnFeed } from '../operate/feeds/own-feed.ts';
import type { Io } from '../operate/io.ts';
import { ownFeedFrom } from './own-feed.ts';
import { commandLine } from './called-as.ts';
import { repeatTarget, sameTarget } from './same-target.ts';
import { createPrinter, type Printer } from './render/printer.ts';
import type { Invocation } from './usage/declare.ts';
import type { ServiceOptions } from './usage/options.ts';
import { recordedHere } from './runtime/read-recorded.ts';
import { type CallFacts, explained } from '../operate/aws/explain-error.ts';
import { connectStepFunctions, type StepFunctions } from '../operate/aws/step-functions.ts';

/** The context of a command that calls Step Functions. */
export interface Session {
  readonly sfn: StepFunctions;
  readonly printer: Printer;
  readonly io: Io;
  /** The options to repeat in a suggested command line: ` --local`, ` --profile streaming`. */
  readonly sameTarget: string;
  /** Completes a command line to paste: `stop last` becomes `npm run -s tvguide -- stop last --local`. */
  readonly command: (words: string) => string;
  readonly ownFeed: OwnFeed;
}

/**
 * Connects to Step Functions, runs `work`, and turns failed calls into messages for people.
 *
 * @param readsFiles true for a command that only reads: with `--local`, it reads `.local` if no runtime is up
 */
export async function withStepFunctions<T>(
  { options, io }: Invocation<ServiceOptions>,
  work: (session: Session) => Promise<T>,
  { readsFiles = false }: { readonly readsFiles?: boolean } = {},
): Promise<T> {
  const printer = createPrinter(io, options);
  const sfn = await connectStepFunctions(options, io, readsFiles ? recordedHere(io, printer) : undefined);
  const facts: CallFacts = { target: sfn.target, service: 'Step Functions', interrupted: io.interrupted };
  const target = sameTarget(options);
  try {
    return await explained(facts, () =>
      work({
        sfn,
        printer,
        io,
        sameTarget: target,
        command: (words) => commandLine(`${words}${target}`, io.program),
        ownFeed: ownFeedFrom(sfn.target, io),
      }).catch(async (error: unknown) => {
        throw await explainMissingStateMachine(error, sfn, options.stateMachine);
      }),
    );
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    throw new OperationError(repeatTarget(error.message, target), { cause: error });
  } finally {
    sfn.client.destroy();
  }
}

/**
 * Runs `work`, which only reads, on the execution of the first operand. Default: the last execution.
 *
 * @see withStepFunctions
 */
export function withExecution<T>(
  invocation: Invocation<ServiceOptions>,
  work: (session: Session, executionArn: ExecutionArn) => Promise<T>,
): Promise<T> {
  const { operands, options, io } = invocation;
  const [execution = 'last'] = operands;
  return withStepFunctions(
    invocation,
    async (session) => work(session, await resolveExecution(session.sfn, execution, options, io.env)),
    { readsFiles: true },
  );
}
