import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createCatalogueTable } from '../../../../consumer/catalogue/dynamodb-catalogue.ts';
import { createUpdateCatalogue } from '../../../../consumer/catalogue/update-catalogue.ts';
import { CATALOGUE_SHAPE } from '../../../../events/catalogue.ts';
import { ACCOUNT } from '../../../../local/account.ts';
import { startStepFunctions } from '../../../../local/stepfunctions/index.ts';
import { LOCAL_CATALOGUE_TABLES, LOCAL_PROGRESS_TABLES } from '../../../../workflow/names.ts';
import { eventOn, sourceOf, type EventFacts } from '../../../consumer/catalogue/support/events.ts';
import { createTable, openDynamodb } from '../../../local/dynamodb/support/local-dynamodb.ts';
import { closedAddress } from '../../support/closed-address.ts';
import { temporaryFolder } from '../../support/child.ts';
import { FakeIo } from '../../support/fake-io.ts';
import { runProgram } from '../../../../cli/program.ts';

jest.setTimeout(60_000);

const NOW = Date.UTC(2026, 10, 29);
const SERVICES = [
  sourceOf(203, { name: 'Netflix' }),
  sourceOf(24, { name: 'Amazon', type: 'buy', price: 7.99 }),
  sourceOf(24, { name: 'Amazon', type: 'rent', price: 4.49, format: '4K' }),
  sourceOf(24, { name: 'Amazon', type: 'rent', price: 3.49, format: 'HD' }),
  sourceOf(203, { name: 'Netflix', region: 'US' }),
];
const on = (...sources: (typeof SERVICES)[number][]) => ({ sources });
const EVENTS: readonly EventFacts[] = [
  {
    ...{ titleId: 1, day: 27, services: [], genres: [7, 4] },
    changes: { ...on(...SERVICES), title: 'Heat', year: 1995, type: 'movie', userRating: 8.3 },
  },
  {
    ...{ titleId: 2, day: 26, services: [], genres: [4] },
    changes: { ...on(SERVICES[0]!), title: 'Blackadder', year: 1983, type: 'tv_series', userRating: null },
  },
  {
    ...{ titleId: 3, day: 10, services: [], genres: [4] },
    changes: { ...on(SERVICES[0]!), title: 'Older', year: null, type: 'movie', userRating: 5 },
  },
];

/** The part of the state machine that names the progress table. */
const DEFINITION = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'Advance watermark',
  States: {
    'Advance watermark': {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:dynamodb:putItem',
      Arguments: { TableName: LOCAL_PROGRESS_TABLES['stand-in'], Item: {} },
      End: true,
    },
  },
});

/** Makes a folder in which a runtime has ended, with the state machine and the tables that it has left. */
async function endedRuntime(events: readonly EventFacts[] | null) {
  const folder = await temporaryFolder();
  const dataFolder = join(folder.path, '.local');
  const dynamodb = await openDynamodb({ path: join(dataFolder, 'progress') });
  const service = await startStepFunctions({
    ...{ dataFolder, ...ACCOUNT, dynamodb: dynamodb.client, warn: () => undefined },
  });
  await service.stateMachines.put({
    name: 'title-ingestion',
    definition: DEFINITION,
    roleArn: 'arn:aws:iam::000000000000:role/title-ingestion',
  });
  await service.close();
  // A runtime that was killed leaves its address.
  const endpoints = { pid: process.pid, stepFunctions: await closedAddress() };
  await writeFile(join(dataFolder, 'endpoints.json'), JSON.stringify(endpoints));
  const tableName = LOCAL_CATALOGUE_TABLES['stand-in'];
  if (events !== null) await createTable(dynamodb.client, tableName, CATALOGUE_SHAPE);
  const update = createUpdateCatalogue(createCatalogueTable(dynamodb.client, tableName), { keepDays: null });
  for (const event of events ?? []) await update(eventOn(event));
  await dynamodb.close();
  return folder;
}

describe('whats-new', () => {
  let folder: Awaited<ReturnType<typeof endedRuntime>>;

  beforeAll(async () => {
    folder = await endedRuntime(EVENTS);
  });
  afterAll(() => folder.remove());

  async function run(
    args: readonly string[],
    options: { isTTY?: boolean; columns?: number; cwd?: string } = {},
  ) {
    const io = new FakeIo({ cwd: folder.path, now: NOW, ...options });
    const code = await runProgram(['whats-new', '--local', ...args], io);
    return { code, stdout: io.written.out, stderr: io.written.err };
  }
  const lines = (text: string) => text.trimEnd().split('\n');

  it('lists what is new on services, the newest first, with where to watch it', async () => {
    const { code, stdout, stderr } = await run(['--services', 'netflix,24']);

    expect(lines(stdout)).toEqual([
      'TITLE              WHERE                         RATING  FIRST SEEN  TYPE       GENRES',
      'Heat (1995)        Amazon (buy 7.99, rent 3.49)  8.3     2026-11-27  movie      Genre 7, Genre 4',
      'Heat (1995)        Netflix (sub)                 8.3     2026-11-27  movie      Genre 7, Genre 4',
      'Blackadder (1983)  Netflix (sub)                 -       2026-11-26  tv_series  Genre 4',
      '',
      'Streaming data powered by Watchmode.com (https://www.watchmode.com/)',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'no runtime is up: read from .local\n' });
  });

  it.each([
    [['--genres', 'genre 7'], ['Heat']],
    [['--types', 'tv_series'], ['Blackadder']],
    [['--min-rating', '8.3'], ['Heat']],
    [['--since', '41h'], []],
    [['--since', '42h'], ['Heat']],
    [
      ['--since', '2026-11-26'],
      ['Heat', 'Blackadder'],
    ],
    [
      ['--since', '30d'],
      ['Heat', 'Blackadder', 'Older'],
    ],
    [['--country', 'US'], ['Heat']],
    [['--limit', '1'], ['Heat']],
  ])('with %j prints JSON of these', async (args, titles) => {
    const { stdout } = await run(['--services', 'Netflix', '--json', ...args]);
    const { arrivals, ...rest } = JSON.parse(stdout) as { arrivals: { title: string }[] };

    expect(arrivals.map(({ title }) => title)).toEqual(titles);
    expect(rest).toEqual({
      ...{ services: ['Netflix'], hasMore: args[0] === '--limit' },
      attribution: {
        text: 'Streaming data powered by Watchmode.com',
        url: 'https://www.watchmode.com/',
      },
    });
  });

  it('says that there are more, and that there is nothing', async () => {
    expect((await run(['--services', '203', '--limit', '1'])).stderr).toContain(
      'only the newest 1 are included; more with --limit\n',
    );
    const { stdout, stderr } = await run(['--services', '203', '--since', '1h']);
    expect(stdout).toBe('');
    expect(stderr).toContain('nothing new\n');
  });

  it.each([40, 50, 80, 100])('fits a terminal of %d columns with rating and first seen', async (columns) => {
    const { stdout } = await run(['--services', 'Netflix,Amazon', '--no-color'], { isTTY: true, columns });
    const [headings = '', first = ''] = lines(stdout);

    expect(headings).toMatch(/^TITLE +WHERE +RATING +FIRST SEEN/);
    expect(first).toMatch(/^Heat.* {2}Amazon.* {2}8\.3 {5}2026-11-27/);
    expect(
      lines(stdout)
        .slice(0, 4)
        .filter((line) => line.length > columns),
    ).toEqual([]);
  });

  it.each([12, 20, 38])('shows titles and places on a terminal of %d columns', async (columns) => {
    const { stdout } = await run(['--services', 'Netflix,Amazon', '--no-color'], { isTTY: true, columns });
    const [, ...rows] = lines(stdout).slice(0, 4);

    expect(rows.every((row) => /^\w+.* {2}\w+/.test(row) && row.length <= columns)).toBe(true);
  });

  it.each([
    [[], 'name your services with --services: the catalogue has Amazon (24), Netflix (203)'],
    [['--services', 'Netflx'], 'there is no service "Netflx" in the catalogue: did you mean Netflix?'],
    [
      ['--services', '203', '--genres', 'Drama'],
      'there is no genre "Drama" in the catalogue: it has Genre 4 (4), Genre 7 (7)',
    ],
    [['--region', 'GB'], '--region is the AWS Region: give the country with --country GB'],
    [['--output', 'x'], '--output goes with --format'],
    [['--services', '203', '--since', '2026-11-30'], '--since is in the future'],
  ])('refuses %j', async (args, message) => {
    const { code, stdout, stderr } = await run(args);

    expect(stderr).toContain(`tvguide: ${message}\n`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it.each([
    [['--min-rating', '10.5'], 'Give a number from 0 to 10: 7.5'],
    [['--min-rating', 'good'], 'Give a number from 0 to 10: 7.5'],
    [['--country', 'UK'], 'UK must be an ISO 3166-1 country code'],
    [['--services', 'a,,b'], 'Give words with a comma between them: Netflix,BBC iPlayer'],
    [['--format', 'pdf'], 'Allowed choices are rss, ics, html'],
    [['--format', 'rss', '--json'], "cannot be used with option '--json'"],
  ])('does not understand %j', async (args, message) => {
    const { code, stderr } = await run(['--services', '203', ...args]);

    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it.each([
    ['rss', '<rss version="2.0">'],
    ['ics', 'BEGIN:VCALENDAR\r\n'],
    ['html', '<!doctype html>'],
  ])('writes %s to a file or to standard output', async (format, expected) => {
    const args = ['--services', '203', '--format', format];
    const toFile = await run([...args, '--output', `new.${format}`]);
    const written = await readFile(join(folder.path, `new.${format}`), 'utf8');

    expect(written).toContain(expected);
    expect(written).toContain('Streaming data powered by Watchmode.com');
    expect(toFile.stdout).toBe('');
    expect(toFile.stderr).toContain(`wrote new.${format}\n`);
    expect((await run(args)).stdout).toBe(written);
    expect((await run([...args, '--output', '-'])).stdout).toBe(written);
  });

  it.each([
    ['no/x.rss', 'its folder does not exist'],
    ['.', 'it is a folder'],
    ['.local/endpoints.json/x.rss', 'it has a file in place of a folder'],
  ])('says why %s cannot be written', async (output, reason) => {
    const { code, stderr } = await run(['--services', '203', '--format', 'rss', '--output', output]);

    expect(stderr).toContain(`tvguide: cannot write ${output}: ${reason}\n`);
    expect(code).toBe(1);
  });

  it('names the commands that fill a catalogue which is missing, and says that one is empty', async () => {
    const without = await endedRuntime(null);
    const empty = await endedRuntime([]);
    try {
      const nothing = await run(['--services', '203'], { cwd: empty.path });
      expect(nothing.stderr).toContain(
        'tvguide: the catalogue TvGuideCatalogue-stand-in is empty: no event has reached the consumer yet\n',
      );
      expect(nothing.code).toBe(1);
      const missing = await run(['--services', '203'], { cwd: without.path });
      expect(missing).toMatchObject({ code: 1, stdout: '' });
      expect(missing.stderr).toContain('`tvguide run --consume`');
    } finally {
      await without.remove();
      await empty.remove();
    }
  });
});
