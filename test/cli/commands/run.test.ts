import { readdirSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import type { outcomeAsJson } from '../../../cli/commands/run/outcome.ts';
import type { LocalStream } from '../../../local/stream/kinesis-local.ts';
import { createKinesisClient } from '../../../local/stream/kinesis-client.ts';
import { startLocalKinesis } from '../../local/stream/support/local-kinesis.ts';
import { closeAll, start as startStandIn } from '../../local/watchmode/support/stand-in.ts';
import { API_KEY, startRefusingWatchmode } from '../support/refusing-watchmode.ts';
import {
  type ChildOptions,
  folderForRuns,
  startTvguide,
  temporaryFolder,
  type TemporaryFolder,
  tvguide,
} from '../support/child.ts';
import { runHere } from '../support/run-here.ts';

// Many processes are started, on machines that may be busy.
jest.setTimeout(120_000);

let folder: TemporaryFolder;
/** A Kinesis that is there already, for runs that are about something else: each counts its own records alone. */
let kinesis: LocalStream;

beforeAll(async () => {
  folder = await folderForRuns();
  kinesis = await startLocalKinesis({ streamName: 'ProgrammeDataStream' });
});

afterAll(async () => {
  await kinesis.close();
  await closeAll();
  await folder.remove();
});

/** In a process of its own, with the Kinesis that is there already. */
const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  tvguide(['run', '--endpoint-kinesis', kinesis.endpoint, ...args], { cwd: folder.path, env });

/** Runs a command in this process, by default in a new folder, where no other run has done the open window. */
async function here(args: readonly string[], { cwd, env = {} }: Partial<ChildOptions> = {}) {
  const own = await temporaryFolder();
  const command = ['run', '--endpoint-kinesis', kinesis.endpoint, ...args];
  const ended = await runHere(command, { cwd: cwd ?? own.path, env });
  await own.remove();
  return ended;
}

const outcomeOf = (stdout: string) => JSON.parse(stdout) as ReturnType<typeof outcomeAsJson>;

/** Every file below a folder, as one text. */
async function everythingIn(path: string): Promise<string> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const texts = entries
    .filter((entry) => entry.isFile())
    .map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1'));
  return (await Promise.all(texts)).join('\n');
}

describe('npm start', () => {
  it('ingests every title and finds exactly the published ones on the stream', async () => {
    // As its users do: with a process and a stream of its own.
    const { code, stdout } = await tvguide(['run', '--titles', '25', '--json'], { cwd: folder.path });

    const outcome = outcomeOf(stdout);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(outcome).toEqual({
      status: 'SUCCEEDED',
      executionArn: expect.stringMatching(/:execution:title-ingestion:schedule-\S+-open-window-/),
      summary: expect.objectContaining({
        discovered: 25,
        published: 25,
        skipped: 0,
        rejected: 0,
        creditsUsed: 51,
      }),
      stream: { records: 25, events: 25, distinctIds: 25 },
      credits: { spent: 51 },
      elapsedMs: expect.any(Number),
    });
  });

  it('finds every title again when it is repeated, up to the moment of the call', async () => {
    const before = Math.floor(Date.now() / 1_000) * 1_000;

    const { stdout } = await here(['--titles', '3', '--json'], { cwd: folder.path });

    const { window, published } = outcomeOf(stdout).summary ?? {};
    expect(published).toBe(3);
    expect(Date.parse(window?.end ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('shows progress on stderr and the result on stdout, with three of the events', async () => {
    const { code, stdout, stderr } = await run(['--titles', '12']);

    expect(code).toBe(0);
    expect(stderr).toMatch(/^✔ List new titles \d/m);
    expect(stderr).toMatch(/^✔ Ingest titles 12\/12 titles \d/m);
    expect(stdout).toMatch(/^Run succeeded in /);
    expect(stdout).toContain('ProgrammeDataStream holds 12 records');
    expect(stdout.match(/^ {2}\d+ +added +\S.*\(\d{4}\), \w+: /gm)).toHaveLength(3);
    expect(stdout).toMatch(/history +kept in \.local/);
  });

  it('accounts for every title under all faults of Watchmode, and shows the retries', async () => {
    const { code, stdout, stderr } = await here([
      ...['--titles', '40', '--seed', '7'],
      ...['--faults', '429:0.15,500:0.1,reset:0.05,malformed:0.1,missing:0.1'],
    ]);

    const count = (label: string) => Number(new RegExp(`^ +${label} +(\\d+)`, 'm').exec(stdout)?.[1]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/\d+ retries \(\d+ Watchmode\.\w+, \d+ Watchmode\.\w+\)/);
    // Half an answer publishes nothing; the next run asks again. So it does for a title that is listed and not known yet.
    expect(count('deferred')).toBeGreaterThan(0);
    expect(count('skipped')).toBe(0);
    expect(count('rejected')).toBe(0);
    expect(count('published') + count('skipped') + count('deferred')).toBe(40);
    expect(stdout).toContain(`holds ${count('published')} records`);
  });

  it('publishes to a Kinesis that is there already and counts only its own records', async () => {
    const client = createKinesisClient(kinesis);
    await client.send(
      new PutRecordCommand({
        StreamName: 'ProgrammeDataStream',
        PartitionKey: 'k',
        Data: Buffer.from('not ours'),
      }),
    );

    const { code, stdout } = await here(['--titles', '5', '--json']);

    client.destroy();
    expect(code).toBe(0);
    expect(outcomeOf(stdout).stream).toEqual({ records: 5, events: 5, distinctIds: 5 });
  });
});

describe('a run that publishes less than half of what it found', () => {
  it('ends with 1 and says so', async () => {
    const own = await folderForRuns();

    // With this seed every response is JSON of another shape: half a response would be asked for again.
    const faults = ['--faults', 'malformed:1', '--seed', '3'];
    const { code, stdout, stderr } = await here(['--titles', '5', ...faults], { cwd: own.path });

    await own.remove();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Run succeeded in .*, but most titles were not published\n/);
    expect(stderr).toMatch(
      /^warning: 5 of 5 titles were deferred: the next run over the open window asks for them again$/m,
    );
  });
});

describe('a run that fails', () => {
  it('ends with 1, the error, its cause and the command that redrives it', async () => {
    const watchmode = await startRefusingWatchmode(10);
    watchmode.refused.add('all');

    const env = { WATCHMODE_API_KEY: API_KEY, WATCHMODE_BASE_URL: watchmode.url };
    const { code, stdout, stderr } = await here(['--live'], { env });

    await watchmode.close();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Run failed after /);
    expect(stdout).toMatch(/state +Ingest titles/);
    expect(stdout).toMatch(/error +States\.ExceedToleratedFailureThreshold/);
    expect(stdout).toMatch(/cause +\S/);
    expect(stdout).toMatch(/because +Watchmode\.Unauthorized: .*\n +in Fetch title details, title \d+/);
    expect(stdout).toMatch(/advice +Put a valid key/);
    expect(stderr).toMatch(/^why: .*`tvguide why schedule-\S+ --local`$/m);
    expect(stderr).toMatch(/^redrive: `tvguide run --redrive schedule-\S+`$/m);
  });
});

describe('a run that is stopped', () => {
  // The last one is told by the second of its start: runs of other tests may have the same.
  let own: TemporaryFolder;
  beforeAll(async () => {
    own = await folderForRuns();
  });
  afterAll(() => own.remove());

  it('can be redriven after Ctrl-C, from where it was stopped', async () => {
    const first = startTvguide(['run', '--titles', '100'], { cwd: own.path });
    await first.line('stderr', /titles/);

    const stoppedAt = Date.now();
    const stopped = await first.stop('SIGINT');
    const tookMs = Date.now() - stoppedAt;
    const second = await tvguide(['run', '--redrive', 'last', '--json'], { cwd: own.path });

    expect(stopped.code).toBe(130);
    expect(stopped.stdout).toMatch(/^Run aborted /);
    expect(stopped.stderr).toMatch(/^redrive: `.* run --redrive schedule-/m);
    expect(tookMs).toBeLessThan(5_000);
    expect(second.code).toBe(0);
    // With the run's own titles, although the redrive names none: in another world most of them would be unknown.
    expect(outcomeOf(second.stdout).summary).toMatchObject({ discovered: 100, published: 100, skipped: 0 });
  });

  it('names the run that has overtaken it, and can be redriven', async () => {
    const elsewhere = await folderForRuns();
    const first = startTvguide(['run', '--titles', '200'], { cwd: elsewhere.path });
    await first.line('stderr', /titles/);
    const { stdout } = await first.stop('SIGINT');
    const name = /execution +(\S+)/.exec(stdout)?.[1] ?? '';
    await runHere(['run', '--titles', '60', '--json', '--quiet'], { cwd: elsewhere.path });

    const redriven = await runHere(['run', '--redrive', name, '--json'], { cwd: elsewhere.path });

    await elsewhere.remove();
    expect(redriven.stderr).toMatch(
      /^warning: overtaken: schedule-\S+ has claimed its open window since, .* A redrive may buy \d+ titles? twice/m,
    );
    expect(outcomeOf(redriven.stdout).summary).toMatchObject({ discovered: 200, published: 200 });
  });

  it('cannot be redriven with different settings', async () => {
    const { code, stderr } = await runHere(['run', '--redrive', 'last', '--live', '--json', '--quiet'], {
      cwd: own.path,
      env: { WATCHMODE_API_KEY: 'any' },
    });

    expect(code).toBe(2);
    expect(stderr).toBe('tvguide: a redrive uses the settings of its run: leave out --live\n');
  });
});

describe('every example of an execution input', () => {
  const examples = join(import.meta.dirname, '../../../events/examples/execution-input');
  const files = readdirSync(examples).filter((file) => file.endsWith('.json'));
  it.each(files)('%s finds titles', async (file) => {
    // Without the watermark of other runs, which are about later moments than the examples.
    const own = await folderForRuns();

    // The titles that an input names must be in the world.
    const world = file === 'manual-title-ids.json' ? [] : ['--titles', '20'];
    const args = ['--json', ...world, '--input', join(examples, file)];
    const { code, stdout } = await here(args, { cwd: own.path });

    await own.remove();
    const { summary } = outcomeOf(stdout);
    expect(code).toBe(0);
    // A first sweep publishes nothing.
    expect(summary?.plan?.titles ?? summary?.sweep?.titles ?? summary?.published).toBeGreaterThan(2);
    expect(summary?.skipped).toBe(0);
  });
});

describe('--live', () => {
  const KEY = 'a-key-that-must-not-be-seen';

  it('calls the Watchmode that the environment names, and its key appears nowhere', async () => {
    const watchmode = await startStandIn({ apiKey: KEY, titles: 8 });

    const env = { WATCHMODE_API_KEY: KEY, WATCHMODE_BASE_URL: watchmode.url };
    const { code, stdout, stderr } = await run(['--live', '--json', '--quiet'], env);

    expect(code).toBe(0);
    expect(outcomeOf(stdout)).toMatchObject({ summary: { published: 8 }, credits: { spent: 17 } });
    expect(stdout + stderr + (await everythingIn(folder.path))).not.toContain(KEY);
  });

  it('takes the key from .env', async () => {
    const watchmode = await startStandIn({ apiKey: KEY, titles: 2 });
    const own = await folderForRuns();
    await writeFile(
      join(own.path, '.env'),
      `WATCHMODE_API_KEY=${KEY}\nWATCHMODE_BASE_URL=${watchmode.url}\n`,
    );

    const { code } = await here(['--live', '--json'], { cwd: own.path });

    await own.remove();
    expect(code).toBe(0);
  });

  it('says so when Watchmode refuses the key, without showing it', async () => {
    const watchmode = await startStandIn({ apiKey: 'another' });

    const env = { WATCHMODE_API_KEY: KEY, WATCHMODE_BASE_URL: watchmode.url };
    const { code, stdout, stderr } = await here(['--live', '--json', '--quiet'], { env });

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^tvguide: .*check WATCHMODE_API_KEY in the environment or in \.env\n$/);
    expect(stderr).not.toContain(KEY);
  });

  it('says so when there is no network', async () => {
    // Nothing listens on the discard port.
    const env = { WATCHMODE_API_KEY: KEY, WATCHMODE_BASE_URL: 'http://127.0.0.1:9/v1' };
    const { code, stderr } = await here(['--live', '--json', '--quiet'], { env });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^tvguide: .*check the network and WATCHMODE_BASE_URL, then try again\n$/);
  });
});

describe('wrong usage', () => {
  it.each([
    [['--title', '5'], /unknown option '--title'.*Did you mean --titles\?/],
    [['--titles', 'many'], /'many' is invalid.*whole number from 1 to 25000/],
    [['--titles', '0'], /whole number from 1 to 25000/],
    [['--titles'], /'--titles <n>' argument missing/],
    [['--input', 'none.json'], /cannot read the input none\.json: there is no such file/],
    [['--input', 'broken.json'], /the input broken\.json is not valid JSON/],
    [['--input', 'wrong.json'], /the input wrong\.json is not an execution input: \/feed must be one of/],
    [['--window', '2026-11-08..2026-11-01'], /window must end after it starts/],
    [['--window', '2026-11-01..2026-11-01'], /window must end after it starts/],
    [
      ['--window', '2026-11-01..9999-01-01'],
      /the end of --window must not be later than the start of the execution/,
    ],
    [['--window', '2016-12-31T23:59:60Z..2017-01-01'], /2016-12-31T23:59:60Z is not a moment/],
    [['--window', '0026-11-01..2026-11-01'], /the start of --window must not be before 1970/],
    [
      ['--input', 'reversed.json'],
      /\/window\/start of reversed\.json must be before \/window\/end of reversed\.json/,
    ],
    [['--feed', 'films'], /--feed <name>' argument 'films' is invalid. Allowed choices are new_titles/],
    [['--redrive', 'last', '--feed', 'releases'], /cannot be used with/],
    [['--catalogue', 'none.csv'], /cannot use the catalogue: .*none\.csv/],
    [['--catalogue', 'wrong.csv'], /cannot use the catalogue: .*the first line must be Watchmode ID,IMDB ID/],
    [['--faults', 'flood:1'], /--faults: fault "flood:1": there is no such kind of fault/],
    [['--endpoint-kinesis', 'localhost'], /--endpoint-kinesis is not an http\(s\) address: "localhost"/],
    [['--live'], /--live needs a Watchmode key: set WATCHMODE_API_KEY/],
    [['--live', '--titles', '3'], /--titles is about the Watchmode stand-in/],
    [['--redrive', 'last', '--input', 'wrong.json'], /cannot be used with/],
  ])('%j ends with 2, one clear line and nothing started', async (args, message) => {
    await expectRefused(runHere, args, message);
  });

  it.each([
    [['--titles', '0'], /whole number from 1 to 25000/],
    [['--catalogue', 'wrong.csv'], /cannot use the catalogue: .*the first line must be Watchmode ID,IMDB ID/],
  ])('%j ends a process of its own in the same way', async (args, message) => {
    await expectRefused(tvguide, args, message);
  });

  async function expectRefused(execute: typeof tvguide, args: readonly string[], message: RegExp) {
    const own = await temporaryFolder();
    await writeFile(join(own.path, 'broken.json'), '{"feed":');
    await writeFile(join(own.path, 'wrong.json'), '{"feed":"films"}');
    const reversed = { window: { start: '2026-01-02T00:00:00Z', end: '2026-01-01T00:00:00Z' } };
    await writeFile(join(own.path, 'reversed.json'), JSON.stringify(reversed));
    await writeFile(join(own.path, 'wrong.csv'), 'id,title\n1,One\n');

    const { code, stdout, stderr } = await execute(['run', ...args], { cwd: own.path });

    const left = await readdir(own.path);
    await own.remove();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^tvguide: [^\n]+\n$/);
    expect(left.sort()).toEqual(['broken.json', 'reversed.json', 'wrong.csv', 'wrong.json']);
  }

  it.each([
    ['.local/runs', here],
    // The folder of a local stream.
    ['.local/cache', (args: readonly string[], options: ChildOptions) => runHere(['run', ...args], options)],
  ] as const)('a file in the place of %s ends with 1 and one clear line', async (path, execute) => {
    const own = await temporaryFolder();
    await mkdir(join(own.path, '.local'));
    await writeFile(join(own.path, path), '');

    const { code, stderr } = await execute(['--titles', '2', '--json', '--quiet'], { cwd: own.path });

    await own.remove();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tvguide: [^\n]*(EEXIST|ENOTDIR)[^\n]*: remove the file that stands [^\n]*\n$/);
  });

  it('a redrive of what is not there ends with 1 and one clear line', async () => {
    const { code, stderr } = await runHere(['run', '--redrive', 'no-such-run', '--json', '--quiet'], {
      cwd: folder.path,
    });

    expect(code).toBe(1);
    expect(stderr).toMatch(/^tvguide: there is no run no-such-run here; [^\n]+\n$/);
  });

  it('a Kinesis endpoint that does not answer ends with 1 and one clear line', async () => {
    const { code, stderr } = await here(['--json', '--quiet', '--endpoint-kinesis', 'http://127.0.0.1:9']);

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^tvguide: cannot use the Kinesis at http:\/\/127\.0\.0\.1:9 \(.*\): check --endpoint-kinesis/,
    );
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
