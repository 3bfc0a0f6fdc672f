import { join, resolve } from 'node:path';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import {
  type BareRuntime,
  type Runtime,
  startBareRuntime,
  startRuntime,
} from '../../../local/composition/runtime.ts';
import type { RunDefaults, RuntimeOptions } from '../../../local/composition/options.ts';
import { UsageError } from '../../../operate/errors.ts';
import { ExitCode } from '../../exit-codes.ts';
import type { Io } from '../../../operate/io.ts';
import {
  type LocalEndpoints,
  removeLocalEndpoints,
  writeLocalEndpoints,
} from '../../../operate/endpoints/local-endpoints.ts';
import { createPrinter, type OutputOptions, type Printer } from '../../render/printer.ts';
import { explainStart } from './explain-start.ts';
import { explainRunError } from '../../runtime/explain-runtime-error.ts';
import { readKeepDays } from '../../runtime/keep-days.ts';
import { planRuntime, type LocalRuntimeOptions } from '../../runtime/plan.ts';
import { runDefaults } from '../../runtime/run-defaults.ts';
import { duration } from '../../render/duration.ts';
import { formatMoment } from '../../../operate/format/moment.ts';
import type { Console } from '../../../console/server/server.ts';
import { describeLargeData } from './describe-data.ts';
import { serveConsole } from './serve-console.ts';
import { Narrator } from './narrator.ts';
import { runSchedule } from './run-schedule.ts';
import { readSchedule, type ScheduleSetting } from './schedule-setting.ts';
import { describeInterrupted } from './tell-interrupted.ts';
import type { Invocation } from '../../usage/declare.ts';

export interface UpOptions extends OutputOptions, LocalRuntimeOptions, RunDefaults {
  /** The port of Step Functions; the other services take the next four. 0 takes free ports. */
  readonly port: number;
  readonly bare?: boolean;
  readonly lambdaConcurrency?: number;
  readonly consume: boolean;
  /** True for the schedule of the stage. */
  readonly schedule?: string | true;
  /** Milliseconds before the first redrive of a failed run; true for the default of the runtime. */
  readonly heal?: number | true;
}

/** Keeps the runtime of this machine up until it is interrupted. */
export async function up({ options, io }: Invocation<UpOptions>): Promise<ExitCode> {
  const printer = createPrinter(io, options);
  const schedule = await wantedSchedule(options, io);
  const { dim } = printer.noteStyle;
  const narrator = new Narrator((line) =>
    printer.note(`${dim(formatMoment(new Date(io.now())).slice(11))} ${line}`),
  );
  const large = describeLargeData(join(io.cwd, '.local'));
  if (large !== undefined) printer.note(large);
  const runtime = await start(options, { io, printer, narrator });
  let console: Console | undefined;
  try {
    await checkLive(runtime, io);
    const endpoints = await endpointsOf(runtime, options, io);
    console = await serveConsole(runtime, options, { io, printer }).catch((error: unknown) => {
      throw explainStart(error, options.port, io.interrupted);
    });
    await writeLocalEndpoints(io.cwd, endpoints);
    const watchmodeApiKey = 'watchmode' in runtime ? runtime.watchmode.standIn?.apiKey : undefined;
    // The key is printed and not written to the file: it may be a key of the user.
    printer.json({ ...endpoints, watchmodeApiKey, console: console?.address });
    printEndpoints(endpoints, { watchmodeApiKey, console: console?.address }, printer);
    await tellOfRuns(runtime, { io, printer, narrator });
    const endSchedule = await beginSchedule(schedule, runtime, printer, io);
    await untilInterrupted(io);
    endSchedule();
    printer.note('stopping');
  } finally {
    await console?.close();
    try {
      await close(runtime);
    } finally {
      await removeLocalEndpoints(io.cwd, process.pid);
    }
  }
  return ExitCode.Success;
}

/** Closes the runtime. A failure is reported, although the command was interrupted: that is its normal end. */
async function close(runtime: Runtime | BareRuntime): Promise<void> {
  try {
    await runtime.close();
  } catch (error) {
    throw explainRunError(error);
  }
}

/** Returns the healing options. A schedule turns healing on. */
function healing({ heal, schedule }: UpOptions): Pick<RuntimeOptions, 'heal'> {
  if (heal === undefined && schedule === undefined) return {};
  return { heal: typeof heal === 'number' ? { waitSeconds: heal / 1000 } : {} };
}

async function wantedSchedule(
  { schedule, heal, bare }: UpOptions,
  io: Io,
): Promise<ScheduleSetting | undefined> {
  if (bare === true && heal !== undefined) {
    throw new UsageError('--bare creates no state machine: there is nothing to heal');
  }
  if (schedule === undefined) return undefined;
  if (bare === true) throw new UsageError('--bare creates no state machine: there is nothing to schedule');
  return readSchedule(schedule === true ? undefined : schedule, io);
}

/** The outputs for messages of a runtime. */
interface Telling {
  readonly io: Io;
  readonly printer: Printer;
  readonly narrator: Narrator;
}

async function start(options: UpOptions, { io, printer, narrator }: Telling): Promise<Runtime | BareRuntime> {
  const { port, lambdaConcurrency } = options;
  const lambdaEndpoint = io.env['AWS_ENDPOINT_URL_LAMBDA'] ?? '';
  const service = {
    dataFolder: join(io.cwd, '.local'),
    // The console has port + 3.
    ...(port === 0
      ? {}
      : { ports: { api: port, stream: port + 1, watchmode: port + 2, dynamodb: port + 4 } }),
    ...(lambdaEndpoint === '' ? {} : { lambdaEndpoint }),
    keepDays: readKeepDays(io.env),
    ...omitUndefined({ lambdaConcurrency }),
    warn: (message: string) => printer.warn(message),
  };
  try {
    if (options.bare === true) return await startBareRuntime(service);
    const plan = await planRuntime(options, io);
    return await startRuntime({
      ...{ ...plan, defaults: runDefaults(options) },
      ...service,
      ...healing(options),
      consume: options.consume,
      observer: narrator.observer,
      signal: io.interrupted,
    });
  } catch (error) {
    throw explainStart(error, options.port, io.interrupted);
  }
}

/** Checks the key of Watchmode itself, as `run --live` does, instead of failing every run. */
async function checkLive(runtime: Runtime | BareRuntime, io: Io): Promise<void> {
  if (!('watchmode' in runtime) || runtime.watchmode.standIn !== null) return;
  try {
    await runtime.watchmode.creditsUsed();
  } catch (error) {
    throw explainRunError(error, io.interrupted);
  }
}

async function endpointsOf(
  runtime: Runtime | BareRuntime,
  { catalogue, feed, services }: UpOptions,
  { cwd }: Io,
): Promise<LocalEndpoints> {
  const { pid } = process;
  if (!('stream' in runtime)) return { pid, stepFunctions: runtime.endpoint };
  const { dynamodb, watchmode, stateMachineArn, endpoint } = runtime;
  const stream = await runtime.stream;
  return {
    pid,
    stepFunctions: endpoint,
    kinesis: stream.endpoint,
    streamName: stream.streamName,
    dynamodb: dynamodb.endpoint,
    watchmode: watchmode.baseUrl,
    ...(watchmode.standIn === null ? {} : { watchmodeControl: watchmode.standIn.controlUrl }),
    stateMachineArn,
    ...(catalogue === undefined ? {} : { catalogue: resolve(cwd, catalogue) }),
    ...omitUndefined({ feed, services }),
  };
}

function printEndpoints(
  endpoints: LocalEndpoints,
  {
    watchmodeApiKey,
    console,
  }: { readonly watchmodeApiKey: string | undefined; readonly console: string | undefined },
  printer: Printer,
): void {
  const { dim } = printer.style;
  const row = (label: string, value: string | undefined) => {
    if (value !== undefined) printer.result(`${dim(label.padEnd(16))}${value}`);
  };
  row('Step Functions', endpoints.stepFunctions);
  row('Kinesis', endpoints.kinesis);
  row('DynamoDB', endpoints.dynamodb);
  row('Watchmode', endpoints.watchmode);
  row('Watchmode key', watchmodeApiKey);
  row('its faults', endpoints.watchmodeControl);
  row('stream', endpoints.streamName);
  row('state machine', endpoints.stateMachineArn);
  row('console', console);
  printer.note(
    console === undefined
      ? 'ready: Ctrl-C ends this'
      : 'ready: open the console, or start a run with `tvguide start --local --watch` in another terminal; Ctrl-C ends this',
  );
}

async function tellOfRuns(runtime: Runtime | BareRuntime, { io, printer, narrator }: Telling): Promise<void> {
  if (!('stateMachineArn' in runtime)) return;
  narrator.begin(runtime);
  const interrupted = await describeInterrupted(runtime, io).catch((error: unknown) => {
    // Ctrl-C aborted the request.
    if (io.interrupted.aborted) return undefined;
    throw error;
  });
  if (interrupted !== undefined) printer.note(interrupted);
}

async function beginSchedule(
  setting: ScheduleSetting | undefined,
  runtime: Runtime | BareRuntime,
  printer: Printer,
  io: Io,
): Promise<() => void> {
  if (setting === undefined || !('stateMachineArn' in runtime)) return () => undefined;
  const { schedule, expression, timeZone } = setting;
  const { endpoint, stateMachineArn } = runtime;
  printer.note(`schedule: ${expression}, ${timeZone}`);
  const describeNext = (next: number | undefined) =>
    next === undefined
      ? 'the schedule has no further run'
      : `next run ${next <= io.now() ? 'now' : `at ${formatMoment(new Date(next))}, in ${duration(next - io.now())}`}`;
  return runSchedule(
    {
      endpoint,
      stateMachineArn,
      schedule,
      tellNext: (next) => printer.note(describeNext(next)),
      tellFailure: (message) => printer.warn(message),
    },
    io,
  );
}

function untilInterrupted({ interrupted }: Io): Promise<void> {
  return new Promise((resolve) => {
    if (interrupted.aborted) resolve();
    else interrupted.addEventListener('abort', () => resolve(), { once: true });
  });
}
