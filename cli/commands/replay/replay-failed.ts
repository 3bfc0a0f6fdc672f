import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { failureFolderOf } from '../../../local/event-source-mapping/failure-folder.ts';
import { counted } from '../../../operate/format/plural.ts';
import type { Io } from '../../../operate/io.ts';
import { NOTHING_ADDED, sumOf } from '../../../operate/replay/add-records.ts';
import { type FailureReplayed, replayFailures } from '../../../operate/replay/failed-records.ts';
import { withCatalogue } from '../../../operate/replay/with-catalogue.ts';
import { ExitCode } from '../../exit-codes.ts';
import { createPrinter } from '../../render/printer.ts';
import type { ReplayOptions } from './replay-options.ts';
import { findWorld } from './find-world.ts';
import { describeAdded } from './replay-range.ts';

/** Adds the records that the consumer gave up to the catalogue, and deletes the files whose records it takes now. */
export async function replayFailed(options: ReplayOptions, failed: string | true, io: Io): Promise<ExitCode> {
  const printer = createPrinter(io, options);
  const shown = failed === true ? failureFolderOf('.local') : failed;
  const folder = resolve(io.cwd, shown);
  const { catalogue } = await findWorld(options, io);
  const files: FailureReplayed[] = [];
  await withCatalogue(options, catalogue, io, async (update) => {
    // The first failure creates the default folder.
    if (failed === true && !existsSync(folder)) return;
    for await (const replayed of replayFailures(folder, update)) {
      files.push(replayed);
      const { file, faults } = replayed;
      printer.result(`${faults.length === 0 ? 'taken' : 'stays'}  ${file}`);
      for (const fault of faults) printer.result(`       ${fault}`);
    }
  });
  const staying = files.filter(({ faults }) => faults.length > 0);
  printer.json({
    ...{ folder, table: catalogue.tableName },
    files: files.map(({ faults, ...file }) => ({ ...file, taken: faults.length === 0, faults })),
  });
  printer.result(
    files.length === 0 ? `no failed records in ${shown}` : describeAdded(files.reduce(sumOf, NOTHING_ADDED)),
  );
  if (staying.length === 0) return ExitCode.Success;
  printer.note(
    `${counted(staying.length, 'file stays', 'files stay')} in ${shown}: correct the consumer and replay again, or delete what nobody needs`,
  );
  return ExitCode.Failure;
}
