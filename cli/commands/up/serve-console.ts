import { join } from 'node:path';
import type { Console } from '../../../console/server/server.ts';
import { omitUndefined } from '../../../events/omit-undefined.ts';
import type { RunDefaults } from '../../../local/composition/options.ts';
import type { BareRuntime, Runtime } from '../../../local/composition/runtime.ts';
import { taskLogPath } from '../../../local/stepfunctions/files.ts';
import { FAULT_SWITCHES } from '../../../local/watchmode/fault-kinds.ts';
import { keptSecrets } from '../../../operate/endpoints/console-secrets.ts';
import type { Io } from '../../../operate/io.ts';
import type { Printer } from '../../render/printer.ts';
import { namesOfTitles } from '../../title-names.ts';

/**
 * Serves the console for a runtime; none without a state machine. Pages are bundled and clients created on the first
 * request.
 *
 * @param options.port the first port of the runtime; 0 takes a free one
 */
export async function serveConsole(
  runtime: Runtime | BareRuntime,
  { port, feed }: Pick<RunDefaults, 'feed'> & { readonly port: number },
  { io, printer }: { readonly io: Io; readonly printer: Printer },
): Promise<Console | undefined> {
  if (!('stream' in runtime)) return undefined;
  const { endpoint, stateMachineArn, watchmode } = runtime;
  const stream = await runtime.stream;
  const { startConsole } = await import('../../../console/server/server.ts');
  const dataFolder = join(io.cwd, '.local');
  return startConsole({
    io,
    stepFunctions: { local: true, endpointUrl: endpoint },
    kinesis: { local: true, endpointUrl: stream.endpoint },
    streamName: stream.streamName,
    stateMachineArn,
    ...omitUndefined({ defaultFeed: feed }),
    port: port === 0 ? 0 : port + 3,
    secrets: await keptSecrets(dataFolder, io.now()),
    allowChanges: true,
    standIn:
      watchmode.standIn === null
        ? null
        : { controlUrl: watchmode.standIn.controlUrl, switches: FAULT_SWITCHES },
    nameTitles: (ids) => namesOfTitles({ sfn: { target: { isLocal: true } }, io, printer }, ids),
    logFileOf: (executionArn) => taskLogPath(dataFolder, executionArn),
  });
}
