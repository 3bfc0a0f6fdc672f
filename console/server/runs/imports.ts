import { pause } from '../../../operate/aws/pause.ts';
import type { Io } from '../../../operate/io.ts';
import type { ImportedFile } from '../../api/index.ts';
import { mebibytes, RequestProblem } from '../http/request.ts';
import { idOf } from '../ids.ts';
import { type ImportedRun, importRun } from '../run-files/run-file.ts';
import type { RunModels } from './run-models.ts';

/** The total size of the files in memory, in bytes. */
const MAX_ALL_BYTES = 256 * 1024 * 1024;

/** The imported files, which stay in memory until they are removed or the console ends. */
export class Imports {
  readonly #files = new Map<string, { readonly view: ImportedFile; readonly run: ImportedRun }>();

  constructor(
    readonly models: RunModels,
    readonly io: Pick<Io, 'every' | 'interrupted' | 'now'>,
    readonly maxBytes = MAX_ALL_BYTES,
  ) {}

  /** Lists the files, the newest first. */
  list(): ImportedFile[] {
    return [...this.#files.values()].map(({ view }) => view).reverse();
  }

  /**
   * Imports a file.
   *
   * @param fileName the name of the file, for the list
   * @throws RequestProblem if it is not an exported run, or if there is no room for it
   */
  async add(
    bytes: Buffer,
    fileName: string,
    { stateMachineArn, explain }: ImportFacts,
  ): Promise<ImportedFile> {
    const size = bytes.length;
    const all = this.list().reduce((sum, view) => sum + view.bytes, size);
    if (all > this.maxBytes) {
      const most = mebibytes(this.maxBytes);
      throw new RequestProblem(
        413,
        `with this file, the imported runs would have ${mebibytes(all)} MiB, and they may have ${most} MiB: remove one first`,
      );
    }
    const run = await importRun(new Uint8Array(bytes).buffer, stateMachineArn, () => pause(this.io, 0));
    try {
      await this.models.addFile(run);
    } catch (error) {
      if (error instanceof RequestProblem) throw error;
      throw new RequestProblem(400, `this exported run is damaged: ${explain(error)}`);
    }
    const id = idOf(run.arn);
    const view = { id, fileName, bytes: size, importedAt: this.io.now() };
    this.#files.set(id, { view, run });
    return view;
  }

  /** Removes a file from memory. @throws RequestProblem if it is not there */
  remove(id: string): void {
    const file = this.#files.get(id);
    if (file === undefined) throw new RequestProblem(404, 'this file is not imported, or was removed');
    this.models.removeFile(file.run);
    this.#files.delete(id);
  }
}

/** The facts that an import depends on. */
interface ImportFacts {
  readonly stateMachineArn: Parameters<typeof importRun>[1];
  readonly explain: (error: unknown) => string;
}
