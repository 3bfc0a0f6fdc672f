import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { CatalogueError } from './catalogue-error.ts';

/** One row of a catalogue. Empty values are null. */
export interface CatalogueTitle {
  readonly watchmodeId: number;
  readonly imdbId: string | null;
  readonly tmdbId: number | null;
  readonly tmdbType: 'movie' | 'tv' | null;
  readonly title: string;
  readonly year: number | null;
}

const HEADER = ['Watchmode ID', 'IMDB ID', 'TMDB ID', 'TMDB Type', 'Title', 'Year'];

/** The largest Watchmode ID in the contracts. */
const MAX_ID = 2_147_483_647;

/**
 * Reads a catalogue in the format of Watchmode's own `title_id_map.csv`
 * (https://api.watchmode.com/docs/#title-id-mapping-csv): UTF-8, with or without a byte order mark, any line ends,
 * the header `Watchmode ID,IMDB ID,TMDB ID,TMDB Type,Title,Year`, then one title a line. Only ID and title are required.
 *
 * @param file Path of the CSV file.
 * @param limit Maximum number of titles to read. It saves memory with the real file, which is large.
 * @throws CatalogueError if the file cannot be read, has another header, no title, or an invalid row.
 */
export async function loadCatalogue(file: string, limit = Infinity): Promise<readonly CatalogueTitle[]> {
  const titles: CatalogueTitle[] = [];
  const lineOf = new Map<number, number>();
  const rows = Readable.from(textOf(file)).compose(parse(PARSE_OPTIONS)) as AsyncIterable<Row>;
  let header: readonly string[] | undefined;
  try {
    for await (const { record, info } of rows) {
      if (header === undefined) {
        header = record;
        checkHeader(header, file);
        continue;
      }
      if (titles.length >= limit) break;
      const title = readRow(record, (reason) => new CatalogueError(file, info.lines, reason));
      const earlier = lineOf.get(title.watchmodeId);
      if (earlier !== undefined) {
        const reason = `Watchmode ID ${title.watchmodeId} is already on line ${earlier}`;
        throw new CatalogueError(file, info.lines, reason);
      }
      lineOf.set(title.watchmodeId, info.lines);
      titles.push(title);
    }
  } catch (error) {
    throw asCatalogueError(error, file);
  }
  if (header === undefined)
    throw new CatalogueError(file, undefined, `the file is empty; ${EXPECTED_HEADER}`);
  if (titles.length === 0) throw new CatalogueError(file, undefined, 'there is no title below the header');
  return titles;
}

/** Decodes a file. Without a check, a name in another encoding would be published damaged. */
async function* textOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for await (const chunk of createReadStream(file)) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const PARSE_OPTIONS = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true } as const;
const EXPECTED_HEADER = `the first line must be ${HEADER.join(',')}`;

function checkHeader(found: readonly string[], file: string): void {
  if (found.length === HEADER.length && found.every((name, index) => name === HEADER[index])) return;
  throw new CatalogueError(file, 1, `${EXPECTED_HEADER}; it is ${found.join(',').slice(0, 120)}`);
}

function readRow(record: readonly string[], fault: (reason: string) => CatalogueError): CatalogueTitle {
  const [watchmodeId = '', imdbId = '', tmdbId = '', tmdbType = '', title = '', year = ''] = record;
  if (record.length !== HEADER.length) {
    throw fault(`expected ${HEADER.length} values, found ${record.length}`);
  }
  const id = wholeNumber(watchmodeId);
  if (id === undefined || id < 1 || id > MAX_ID) {
    throw fault(`Watchmode ID must be a whole number from 1 to ${MAX_ID}; it is "${watchmodeId}"`);
  }
  if (imdbId !== '' && !/^tt\d+$/.test(imdbId)) {
    throw fault(`IMDB ID must be empty or like tt0903747; it is "${imdbId}"`);
  }
  if (tmdbType !== '' && tmdbType !== 'movie' && tmdbType !== 'tv') {
    throw fault(`TMDB Type must be empty, movie or tv; it is "${tmdbType}"`);
  }
  if (title.trim() === '') throw fault('Title is empty');
  return {
    watchmodeId: id,
    imdbId: imdbId === '' ? null : imdbId,
    tmdbId: optionalNumber('TMDB ID', tmdbId, fault),
    tmdbType: tmdbType === '' ? null : tmdbType,
    title,
    year: optionalNumber('Year', year, fault),
  };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function optionalNumber(
  name: string,
  text: string,
  fault: (reason: string) => CatalogueError,
): number | null {
  if (text === '') return null;
  const number = wholeNumber(text);
  if (number === undefined) throw fault(`${name} must be empty or a whole number; it is "${text}"`);
  return number;
}

function asCatalogueError(error: unknown, file: string): CatalogueError {
  if (error instanceof CatalogueError) return error;
  if (error instanceof CsvError) {
    const line: unknown = error['lines'];
    return new CatalogueError(file, typeof line === 'number' ? line : undefined, error.message, {
      cause: error,
    });
  }
  if (
    error !== null &&
    typeof error === 'object' &&
    'code' in error &&
    error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
  ) {
    const remedy = 'convert it, for example with iconv -f latin1 -t utf-8';
    return new CatalogueError(file, undefined, `the file is not UTF-8; ${remedy}`, { cause: error });
  }
  const reason = error !== null && typeof error === 'object' && 'message' in error ? error.message : error;
  return new CatalogueError(file, undefined, `the file cannot be read (${String(reason)})`, { cause: error });
}
