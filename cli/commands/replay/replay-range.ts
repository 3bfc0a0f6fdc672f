import { counted } from '../../../operate/format/plural.ts';
import type { Io } from '../../../operate/io.ts';
import { addRecords, type Added, NOTHING_ADDED, sumOf } from '../../../operate/replay/add-records.ts';
import { withCatalogue } from '../../../operate/replay/with-catalogue.ts';
import { ExitCode } from '../../exit-codes.ts';
import { createPrinter } from '../../render/printer.ts';
import type { ReplayOptions } from './replay-options.ts';
import { findWorld } from './find-world.ts';
import { withRange } from './with-range.ts';

/** Adds the events of a part of the stream to the catalogue. */
export async function replayRange(options: ReplayOptions, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, options);
  const { streamName, catalogue } = await findWorld(options, io);
  printer.note(`replaying ${streamName} into ${catalogue.tableName}`);
  const added = await withRange(options, { streamName, io, printer }, (range) =>
    withCatalogue(options, catalogue, io, async (update) => {
      let sum = NOTHING_ADDED;
      for await (const records of range.read()) {
        const page = await addRecords(update, records);
        for (const fault of page.faults) printer.warn(`skipped ${fault}`);
        sum = sumOf(sum, page);
      }
      return sum;
    }),
  );
  printer.json({ stream: streamName, table: catalogue.tableName, ...added });
  printer.result(describeAdded(added));
  return added.faults.length === 0 ? ExitCode.Success : ExitCode.Failure;
}

/** Describes what a replay has done: `372 events in 93 records; 12 changed the catalogue`. */
export function describeAdded({ records, events, changed }: Added): string {
  const found = `${counted(events, 'event', 'events')} in ${counted(records, 'record', 'records')}`;
  return `${found}; ${changed === 0 ? 'none' : changed} changed the catalogue`;
}
