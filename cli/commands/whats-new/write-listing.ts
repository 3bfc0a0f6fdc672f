import { resolve } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { OperationError } from '../../../operate/errors.ts';
import { reasonOf } from '../../../operate/file-error.ts';
import type { Io } from '../../../operate/io.ts';
import type { Printer } from '../../render/printer.ts';
import { formatHtml } from './format-html.ts';
import { formatIcs } from './format-ics.ts';
import { formatRss } from './format-rss.ts';
import type { Listing } from './listing.ts';

const FORMATS = { rss: formatRss, ics: formatIcs, html: formatHtml } as const;

/** The name of a format. */
export type Format = keyof typeof FORMATS;

/**
 * Writes a listing to a file, or to standard output.
 *
 * @param output a path; `-` or undefined for standard output
 * @throws OperationError if the file cannot be written
 */
export async function writeListing(
  listing: Listing,
  format: Format,
  output: string | undefined,
  printer: Printer,
  io: Pick<Io, 'cwd' | 'out'>,
): Promise<void> {
  const text = FORMATS[format](listing);
  if (output === undefined || output === '-') {
    // The formats have no control characters but the ends of lines.
    io.out.write(text);
    return;
  }
  await writeFile(resolve(io.cwd, output), text).catch((error: unknown) => {
    throw new OperationError(`cannot write ${output}: ${reasonOf(error, 'write')}`, { cause: error });
  });
  printer.note(`wrote ${output}`);
}
