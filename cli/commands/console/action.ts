import { join } from 'node:path';
import type { Feed } from '../../../events/types.ts';
import type { StateMachineArn } from '../../../workflow/arns.ts';
import { PLAIN_NAMES } from '../../../workflow/names.ts';
import type { ConsoleOptions } from '../../../console/server/context.ts';
import { type Console, startConsole } from '../../../console/server/server.ts';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { OperationError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import { taskLogPath } from '../../../local/stepfunctions/files.ts';
import { FAULT_SWITCHES } from '../../../local/watchmode/fault-kinds.ts';
import type { Io } from '../../../operate/io.ts';
import { isError } from '../../../operate/native-error.ts';
import { type LocalEndpoints, readLocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';
import { withStepFunctions } from '../../session.ts';
import { namesOfTitles } from '../../title-names.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';

export interface ConsoleCommandOptions extends ServiceOptions {
  readonly stream?: string;
  readonly allowChanges?: boolean;
  /** 0 for a free port. */
  readonly port: number;
}

/** Serves the console until it is interrupted. */
export async function console(invocation: Invocation<ConsoleCommandOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  return withStepFunctions(invocation, async ({ sfn, printer, ownFeed }) => {
    const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
    const endpoints = options.local === true ? await readLocalEndpoints(io.cwd) : undefined;
    const console = await open(options, stateMachineArn, endpoints, {
      io,
      defaultFeed: await ownFeed(stateMachineArn),
      nameTitles: (ids) => namesOfTitles({ sfn, io, printer }, ids),
    });
    try {
      printer.json({ console: console.address, stateMachineArn });
      printer.result(console.address);
      printer.note('ready: the address contains a key and works until Ctrl-C ends this');
      await untilInterrupted(io);
    } finally {
      await console.close();
    }
    return ExitCode.Success;
  });
}

async function open(
  options: ConsoleCommandOptions,
  stateMachineArn: StateMachineArn,
  endpoints: LocalEndpoints | undefined,
  { io, defaultFeed, nameTitles }: Pick<ConsoleOptions, 'io' | 'nameTitles'> & { readonly defaultFeed: Feed },
): Promise<Console> {
  const { local = false, region, profile, endpointUrl, allowChanges = false, port } = options;
  const where = {
    local,
    ...omitUndefined({ region, profile }),
  };
  try {
    return await startConsole({
      io,
      stepFunctions: { ...where, ...omitUndefined({ endpointUrl }) },
      // A given address is that of Step Functions, which need not serve Kinesis.
      kinesis: endpointUrl === undefined || local ? where : null,
      streamName: options.stream ?? endpoints?.streamName ?? PLAIN_NAMES.stream,
      stateMachineArn,
      defaultFeed,
      port,
      allowChanges: local || allowChanges,
      standIn:
        endpoints?.watchmodeControl === undefined
          ? null
          : { controlUrl: endpoints.watchmodeControl, switches: FAULT_SWITCHES },
      nameTitles,
      logFileOf:
        endpoints === undefined ? null : (executionArn) => taskLogPath(join(io.cwd, '.local'), executionArn),
    });
  } catch (error) {
    if (!isError(error) || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new OperationError(
      `port ${port} is in use: choose another one with --port, or --port 0 for a free one`,
      {
        cause: error,
      },
    );
  }
}

function untilInterrupted({ interrupted }: Io): Promise<void> {
  return new Promise((resolve) => {
    if (interrupted.aborted) resolve();
    else interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
}
