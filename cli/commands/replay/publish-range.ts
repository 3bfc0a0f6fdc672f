import { counted } from '../../../operate/format/plural.ts';
import type { Io } from '../../../operate/io.ts';
import { republish } from '../../../operate/replay/republish.ts';
import { decodeEvents } from '../../../operate/stream/decode-events.ts';
import { isConfirmed } from '../../confirm.ts';
import { ExitCode } from '../../exit-codes.ts';
import { createPrinter } from '../../render/printer.ts';
import type { ReplayOptions } from './replay-options.ts';
import { findWorld } from './find-world.ts';
import { withRange } from './with-range.ts';

/** Publishes the events of a part of the stream again, after a question. */
export async function publishRange(options: ReplayOptions, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, options);
  const { streamName } = await findWorld(options, io);
  return withRange(options, { streamName, io, printer }, async (range, client) => {
    const ids = new Set<string>();
    const faults: string[] = [];
    for await (const records of range.read()) {
      for (const found of records.map(decodeEvents)) {
        for (const fault of found.faults) printer.warn(`skipped ${fault}`);
        faults.push(...found.faults);
        for (const { id } of found.events) ids.add(id);
      }
    }
    if (ids.size > 0) {
      const events = counted(ids.size, 'event', 'events');
      printer.note(`Every consumer of ${streamName} receives them again, with the same id and time.`);
      if (!(await isConfirmed(`Publish ${events} again?`, options, io))) {
        printer.note('nothing was published');
        return ExitCode.Failure;
      }
    }
    const published = await republish(range.read(), ids, { client, streamName, io });
    printer.json({ stream: streamName, published, faults });
    printer.result(`published ${counted(published, 'event', 'events')} to ${streamName}`);
    return faults.length === 0 ? ExitCode.Success : ExitCode.Failure;
  });
}
