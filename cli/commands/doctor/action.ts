import { statfs } from 'node:fs/promises';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings } from '../../../operate/aws/client-settings.ts';
import { isAddressGiven, resolveTarget, type Target } from '../../../operate/aws/target.ts';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import { sameTarget } from '../../same-target.ts';
import { findNames, type StageOptions } from '../../deployment-names.ts';
import { readDeploymentContext } from '../../deployment-context.ts';
import { awsChecks } from './aws-checks.ts';
import type { Check } from '../../findings/check.ts';
import { hasFailed, runChecks } from '../../findings/run-checks.ts';
import { sweepSettingsOf } from './sweep-checks.ts';
import { createDoctorClients } from './clients.ts';
import { localSweepChecks } from './local-sweep-checks.ts';
import { localChecks, type LocalStream } from './local-checks.ts';
import { OperationError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../../operate/io.ts';
import { examineLocalEndpoints, type LocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';
import { DEFAULT_PORT } from '../../../operate/endpoints/local-ports.ts';
import { PLAIN_NAMES } from '../../../workflow/names.ts';
import type { Credits } from './watchmode.ts';
import { createPrinter, type OutputOptions } from '../../render/printer.ts';
import { findLiveSettings } from '../../runtime/live-settings.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { TargetOptions } from '../../../operate/aws/target.ts';

export interface DoctorOptions extends OutputOptions, TargetOptions, StageOptions {
  /** True to check only credentials and stacks. */
  readonly deployment?: boolean;
  /** False for --no-spend. */
  readonly spend?: boolean;
}

/** Checks a deployment, or with --local this machine, and prints one line per check, with a remedy. */
export async function doctor({ options, io }: Invocation<DoctorOptions>): Promise<ExitCode> {
  const printer = createPrinter(io, options);
  const { checks, target, stateMachine } =
    options.local === true ? await checkLocal(options, io) : await checkAws(options, io);
  const same = sameTarget({ ...options, ...omitUndefined({ stateMachine }) });
  const findings = await runChecks(checks, { printer, target, sameTarget: same, io });
  const missing = checks.find(
    ({ name, essential }) =>
      essential === true && findings.some((found) => found.name === name && hasFailed(found)),
  );
  // With --deployment, only missing credentials are a failure.
  const isUnsound = options.deployment === true ? missing !== undefined : findings.some(hasFailed);
  return isUnsound ? ExitCode.Failure : ExitCode.Success;
}

/** The checks of a target. */
interface Checks {
  readonly checks: Check[];
  readonly target: Target;
  /** The state machine of a stage, which commands need. */
  readonly stateMachine?: string;
}

async function checkAws(options: DoctorOptions, io: Io): Promise<Checks> {
  const context = await readDeploymentContext(io.cwd, options.stage);
  const clients = await createDoctorClients(options, io);
  const deployment = await findNames(options, io);
  const checks = awsChecks(clients, {
    ...deployment,
    feed: context.feed,
    isScheduled: context.scheduleEnabled,
    sweeps: sweepSettingsOf(context),
    watchmodeUrl: io.env['WATCHMODE_BASE_URL'] ?? context.watchmodeBaseUrl,
    spend: options.spend !== false,
    now: io.now(),
    sameProfile: options.profile === undefined ? '' : ` -- --profile ${options.profile}`,
  });
  const asked = options.deployment === true ? checks.filter(({ isDeployment }) => isDeployment) : checks;
  const { stateMachine } = deployment.names;
  return {
    checks: asked,
    target: clients.target,
    ...(stateMachine === PLAIN_NAMES.stateMachine ? {} : { stateMachine }),
  };
}

async function checkLocal(options: DoctorOptions, io: Io): Promise<Checks> {
  const endpoints = await examineLocalEndpoints(io.cwd).catch((error: unknown) => {
    if (error instanceof OperationError) return error.message;
    throw error;
  });
  const up = typeof endpoints === 'object' && endpoints.kind === 'UP' ? endpoints.endpoints : undefined;
  const isGiven = isAddressGiven('stepFunctions', options, io.env);
  const noted = up?.stepFunctions ?? `http://127.0.0.1:${DEFAULT_PORT}`;
  const target = await resolveTarget(
    'stepFunctions',
    isGiven ? options : { ...options, endpointUrl: noted },
    io,
  );
  let credits: Credits | undefined;
  const checks = localChecks({
    cwd: io.cwd,
    nodeVersion: process.versions.node,
    freeBytes: async (folder) => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
    runtime: {
      client: new SFNClient(clientSettings(target, io)),
      target,
      isGiven,
      endpoints,
      ports: [0, 1, 2, 3, 4].map((next) => DEFAULT_PORT + next),
      interrupted: io.interrupted,
    },
    stream: await streamOf(target, up, io),
    watchmode: () => findLiveSettings(io),
    takeCredits: (found) => {
      credits = found;
    },
    now: io.now(),
  });
  const ofSweeps = await localSweepChecks(up, () => credits, io);
  return { checks: [...checks, ...ofSweeps], target };
}

/** Returns the stream of a runtime; undefined if the address of its Kinesis is unknown. */
async function streamOf(
  { endpointUrl }: Target,
  up: LocalEndpoints | undefined,
  io: Io,
): Promise<LocalStream | undefined> {
  const isGiven = isAddressGiven('kinesis', {}, io.env);
  const noted = up?.stepFunctions === endpointUrl ? up?.kinesis : undefined;
  if (!isGiven && noted === undefined) return undefined;
  const target = await resolveTarget('kinesis', { local: true }, io);
  return {
    name: up?.streamName ?? PLAIN_NAMES.stream,
    client: new KinesisClient(clientSettings(target, io)),
    target,
  };
}
