import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadCatalogue } from '../../../local/watchmode/catalogue.ts';
import { CATALOGUE_FILE } from './support/stand-in.ts';

const HEADER = 'Watchmode ID,IMDB ID,TMDB ID,TMDB Type,Title,Year';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(text: string | Buffer): Promise<string> {
  const file = join(folder, 'titles.csv');
  await writeFile(file, text);
  return file;
}

describe('loadCatalogue', () => {
  it('reads the catalogue that ships with the project', async () => {
    const titles = await loadCatalogue(CATALOGUE_FILE);

    expect(titles.length).toBeGreaterThanOrEqual(300);
    expect(titles.filter(({ tmdbType }) => tmdbType === 'movie').length).toBeGreaterThan(100);
    expect(titles[0]).toEqual({
      watchmodeId: 9000001,
      imdbId: 'tt0903747',
      tmdbId: 1396,
      tmdbType: 'tv',
      title: 'Breaking Bad',
      year: 2008,
    });
  });

  it('takes a byte order mark, CRLF, missing quotes, empty values and any script', async () => {
    const file = await fileWith(
      `\uFEFF${HEADER}\r\n"7","","","","七人の侍, ""the"" film",""\r\n8,tt0000008,80,movie,Plain,1999\r\n`,
    );

    expect(await loadCatalogue(file)).toEqual([
      {
        watchmodeId: 7,
        imdbId: null,
        tmdbId: null,
        tmdbType: null,
        title: '七人の侍, "the" film',
        year: null,
      },
      { watchmodeId: 8, imdbId: 'tt0000008', tmdbId: 80, tmdbType: 'movie', title: 'Plain', year: 1999 },
    ]);
  });

  it.each([
    ['Latin-1', Buffer.from(`${HEADER}\n1,,,,Amélie,2001\n`, 'latin1')],
    ['UTF-16', Buffer.from(`\uFEFF${HEADER}\n1,,,,Amélie,2001\n`, 'utf16le')],
    ['a cut character', Buffer.concat([Buffer.from(`${HEADER}\n1,,,,Am`), Buffer.from([0xc3])])],
  ])('refuses %s, which would damage the names', async (_, bytes) => {
    const file = await fileWith(bytes);

    await expect(loadCatalogue(file)).rejects.toThrow(
      `${file}: the file is not UTF-8; convert it, for example with iconv -f latin1 -t utf-8`,
    );
  });

  it('keeps a replacement character that is in the file itself', async () => {
    const [title] = await loadCatalogue(await fileWith(`${HEADER}\n1,,,,Am\uFFFDlie,2001\n`));

    expect(title?.title).toBe('Am\uFFFDlie');
  });

  it('reads no further than it is asked to', async () => {
    const file = await fileWith(`${HEADER}\n1,,,,One,\n2,,,,Two,\nnonsense\n`);

    expect(await loadCatalogue(file, 2)).toHaveLength(2);
  });

  it.each([
    ['an empty file', '', undefined, 'the file is empty; the first line must be Watchmode ID,IMDB ID'],
    ['another header', 'id,title\n1,One\n', 1, `the first line must be ${HEADER}; it is id,title`],
    ['no title', `${HEADER}\n`, undefined, 'there is no title below the header'],
    ['too few values', `${HEADER}\n1,,,,One,\n2,Two\n`, 3, 'expected 6 values, found 2'],
    ['an ID that is no number', `${HEADER}\nabc,,,,One,\n`, 2, 'Watchmode ID must be a whole number from 1'],
    ['an ID that is too large', `${HEADER}\n2147483648,,,,One,\n`, 2, 'Watchmode ID must be a whole number'],
    [
      'an IMDB ID of another form',
      `${HEADER}\n1,nm123,,,One,\n`,
      2,
      'IMDB ID must be empty or like tt0903747',
    ],
    [
      'a TMDB ID that is no number',
      `${HEADER}\n1,,x1,tv,One,\n`,
      2,
      'TMDB ID must be empty or a whole number',
    ],
    ['another TMDB type', `${HEADER}\n1,,,series,One,\n`, 2, 'TMDB Type must be empty, movie or tv'],
    ['no title text', `${HEADER}\n1,,,," ",\n`, 2, 'Title is empty'],
    ['a year that is no number', `${HEADER}\n1,,,,One,MCM\n`, 2, 'Year must be empty or a whole number'],
    [
      'an ID twice',
      `${HEADER}\n5,,,,One,\n6,,,,Two,\n5,,,,Three,\n`,
      4,
      'Watchmode ID 5 is already on line 2',
    ],
    ['a quote that does not end', `${HEADER}\n1,,,,"One,\n`, expect.any(Number), 'Quote Not Closed'],
  ])('refuses %s', async (_, text, line, reason) => {
    const file = await fileWith(text);

    await expect(loadCatalogue(file)).rejects.toMatchObject({
      name: 'CatalogueError',
      file,
      line,
      message: expect.stringContaining(reason),
    });
  });

  it('names a file that is not there', async () => {
    const file = join(folder, 'nowhere.csv');

    await expect(loadCatalogue(file)).rejects.toMatchObject({
      name: 'CatalogueError',
      file,
      message: expect.stringMatching(/nowhere\.csv: the file cannot be read \(ENOENT/),
    });
  });

  it('says that a folder is no file', async () => {
    await expect(loadCatalogue(folder)).rejects.toMatchObject({
      name: 'CatalogueError',
      message: expect.stringContaining('EISDIR'),
    });
  });
});
