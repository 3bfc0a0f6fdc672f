import { Interrupted, UsageError } from '../../../operate/errors.ts';
import { repeatableName } from '../../../operate/executions/execution-name.ts';
import { reasonOf } from '../../../operate/file-error.ts';
import type { Io } from '../../../operate/io.ts';
import { inputName } from '../../input/input-name.ts';
import { isTitleId } from '../../parse/title-ids.ts';
import { readTextFile } from '../../read-text-file.ts';
import { shorten } from '../../render/text-width.ts';
import { checkSliceCount, type Slice } from './slices.ts';

const MAX_SHOWN = 40;

/**
 * Reads title IDs from a file, or from standard input for `-`, one per line, without duplicates. Empty lines and comments after `#` are ignored.
 *
 * @throws UsageError for the first invalid line, or if there is no ID
 */
export async function readTitleIds(file: string, io: Pick<Io, 'cwd' | 'interrupted'>): Promise<number[]> {
  const name = inputName(file);
  const text = await readTextFile(file, io).catch((error: unknown) => {
    if (error instanceof Interrupted) throw error;
    throw new UsageError(`cannot read the titles in ${name}: ${reasonOf(error)}`, { cause: error });
  });
  const titleIds = new Set<number>();
  for (const [index, line] of text.split('\n').entries()) {
    const word = line.replace(/#.*/, '').trim();
    if (word === '') continue;
    if (!isTitleId(word)) {
      throw new UsageError(
        `${name} line ${index + 1}: ${JSON.stringify(shorten(word, MAX_SHOWN))} is not a title ID; write one whole number per line`,
      );
    }
    titleIds.add(Number(word));
  }
  if (titleIds.size === 0) throw new UsageError(`${name} has no title IDs in it`);
  return [...titleIds];
}

/** Splits titles into runs of `perRun`, each with the rest of the input and a name made of both. */
export function sliceTitles(
  titleIds: readonly number[],
  perRun: number,
  rest: Readonly<Record<string, unknown>>,
): Slice[] {
  const count = checkSliceCount(Math.ceil(titleIds.length / perRun), '--per-run');
  return Array.from({ length: count }, (_, index) => {
    const part = titleIds.slice(index * perRun, (index + 1) * perRun);
    const input = { ...rest, titleIds: part };
    return {
      titles: part.length,
      part: { titles: part.length, firstTitle: part[0], lastTitle: part.at(-1) },
      from: String(part[0]),
      to: String(part.at(-1)),
      input,
      name: repeatableName('backfill-titles', input),
    };
  });
}
