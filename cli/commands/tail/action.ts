import { PLAIN_NAMES } from '../../../workflow/names.ts';
import { decodeEvents } from '../../../operate/stream/decode-events.ts';
import { withKinesis } from '../../../operate/aws/kinesis.ts';
import { clockOf } from '../../../operate/aws/clock.ts';
import { ExitCode } from '../../exit-codes.ts';
import { readLocalEndpoints } from '../../../operate/endpoints/local-endpoints.ts';
import { createPrinter, type OutputOptions } from '../../render/printer.ts';
import { counted } from '../../../operate/format/plural.ts';
import { formatStreamEvent } from '../../render/stream-event.ts';
import { SourceNames } from '../../../operate/stream/source-names.ts';
import { SeenIds } from './seen-ids.ts';
import { readStream, type StreamStart } from '../../../operate/stream/read-stream.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { TargetOptions } from '../../../operate/aws/target.ts';

export interface TailCommandOptions extends OutputOptions, TargetOptions {
  readonly stream?: string;
  readonly from?: StreamStart;
  readonly follow?: boolean;
  readonly unique?: boolean;
  readonly limit?: number;
}

/** Prints the events of the stream, one per line. */
export async function tail({ options, io }: Invocation<TailCommandOptions>): Promise<ExitCode> {
  const { follow = false, unique = false, limit = Infinity } = options;
  const printer = createPrinter(io, options);
  const streamName = options.stream ?? (await localStreamName(options, io.cwd)) ?? PLAIN_NAMES.stream;
  const seen = new SeenIds();
  const names = new SourceNames();
  let shown = 0;
  await withKinesis(options, io, async (client) => {
    const pages = readStream({
      client,
      streamName,
      // Without --follow, nothing comes after the newest record.
      from: options.from ?? (follow ? 'latest' : 'start'),
      follow,
      clock: clockOf(io),
      signal: io.interrupted,
      ...(options.local === true ? { pauseMs: 0 } : {}),
    });
    for await (const records of pages) {
      for (const { events, faults } of records.map(decodeEvents)) {
        for (const fault of faults) printer.warn(`skipped ${fault}`);
        for (const event of events) {
          names.learn(event);
          if (unique && !seen.add(event.id)) continue;
          printer.json(event);
          printer.result(formatStreamEvent(event, names, printer.style));
          shown += 1;
          if (shown === limit) return;
        }
      }
    }
  });
  printer.note(counted(shown, 'event', 'events'));
  return ExitCode.Success;
}

async function localStreamName({ local }: TargetOptions, cwd: string): Promise<string | undefined> {
  return local === true ? (await readLocalEndpoints(cwd))?.streamName : undefined;
}
