import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FileStore } from '../../../../../local/stepfunctions/adapters/file-store/file-store.ts';
import { RealClock } from '../../../../../local/stepfunctions/adapters/real-clock.ts';
import type { JournalEntry } from '../../../../../local/stepfunctions/interpreter/records.ts';
import { openFanOut, startFanOut } from './support/fan-out.ts';
import { child, entry, execution, executionArn, mapRun } from '../support/records.ts';

let folder: string;
let warnings: string[];
let store: FileStore;

function open(): FileStore {
  store = new FileStore(folder, { clock: new RealClock(), warn: (text) => warnings.push(text) });
  return store;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'compressed-'));
  warnings = [];
  open();
});

afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

const ARN = executionArn('a');
const EVENTS = 400;
const names = async () =>
  (await readdir(join(folder, 'executions'))).filter((name) => !name.endsWith('.index')).sort();
const partPath = async () => join(folder, 'executions', (await names())[0] ?? '');
const journal = (arn = ARN): Promise<readonly JournalEntry[]> => store.readJournal(arn, { limit: 10_000 });

/** About 5 kB that hardly compress. */
const bulky = (id: number): string =>
  Array.from({ length: 700 }, (_, at) => ((at + 7) * id * 7919) % 9973).join('');

function bulkyEntry(id: number): JournalEntry {
  const made = entry(id);
  return { ...made, event: { ...made.event, details: { output: bulky(id) } } as JournalEntry['event'] };
}

/** An execution of about a megabyte, with a child execution between its events. */
function write(): void {
  store.putExecution(execution('a'));
  store.putMapRun(mapRun('run', ARN));
  store.putExecution(child('c', 'run', 0));
  for (let id = 1; id <= EVENTS; id += 1) {
    store.append(ARN, bulkyEntry(id));
    store.append(child('c', 'run', 0).executionArn, entry(id));
  }
}

async function end(): Promise<void> {
  store.updateExecution(child('c', 'run', 0).executionArn, { status: 'SUCCEEDED', output: '1' });
  store.updateExecution(ARN, { status: 'SUCCEEDED', output: '"done"' });
  await store.flush();
  await store.whenCompressed();
}

async function reopen(): Promise<void> {
  await store.close();
  open();
}

async function expectAll(): Promise<void> {
  expect((await journal()).map(({ event }) => event.id)).toEqual(
    Array.from({ length: EVENTS }, (_, at) => at + 1),
  );
  expect(await journal(child('c', 'run', 0).executionArn)).toHaveLength(EVENTS);
  expect(await store.readJournal(ARN, { limit: 1, reverse: true })).toEqual([bulkyEntry(EVENTS)]);
  expect(await store.readExecution(ARN)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
  expect((await store.listExecutions({ limit: 10 })).items).toHaveLength(2);
}

describe('the log of an ended execution', () => {
  it('is compressed, and keeps its content, also without its index', async () => {
    write();
    await store.flush();
    const { size } = await stat(join(folder, 'executions/000000001.log'));
    await end();
    await expectAll();
    expect(await names()).toEqual([expect.stringMatching(/^000000001\.0-\d+\.gz$/)]);
    expect((await stat(await partPath())).size).toBeLessThan(size / 2);
    await reopen();
    await expectAll();
    await rm(join(folder, 'executions/000000001.index'));
    await reopen();
    await expectAll();
    expect(warnings).toEqual([]);
    // Any program can read it.
    expect(gunzipSync(await readFile(await partPath())).toString()).toContain(bulky(EVENTS));
  });

  it('is not read for a list of child executions', async () => {
    write();
    await end();
    await reopen();
    const { mapRunArn } = mapRun('run', ARN);
    const listed = await store.listFacts({ mapRunArn, limit: 10 });
    await rm(await partPath());
    expect(await store.listFacts({ mapRunArn, limit: 10 })).toEqual(listed);
    expect(listed.items).toMatchObject([
      { name: 'c', status: 'SUCCEEDED', child: { mapRunArn, itemCount: 1 } },
    ]);
  });

  it('continues in a new file after a redrive, which is compressed as well', async () => {
    write();
    await end();
    store.updateExecution(ARN, { status: 'RUNNING', redriveCount: 1, output: undefined });
    for (let id = EVENTS + 1; id <= EVENTS + 50; id += 1) store.append(ARN, bulkyEntry(id));
    await store.flush();
    expect(await names()).toEqual([expect.stringMatching(/\.gz$/), '000000001.log']);
    expect(await journal()).toHaveLength(EVENTS + 50);
    await end();
    expect(await names()).toEqual([expect.stringMatching(/\.gz$/), expect.stringMatching(/\.gz$/)]);
    await reopen();
    expect((await journal()).at(-1)).toEqual(bulkyEntry(EVENTS + 50));
    expect(warnings).toEqual([]);
  });

  it.each(['before', 'after'])('survives a kill %s the compressed file has its name', async (moment) => {
    write();
    await end();
    const compressed = await partPath();
    const plain = compressed.replace(/gz$/, 'part');
    await writeFile(plain, gunzipSync(await readFile(compressed)));
    if (moment === 'before')
      await rename(compressed, `${compressed}.00000000-0000-4000-8000-000000000000.tmp`);
    await reopen();
    await expectAll();
    await store.whenCompressed();
    expect(await names()).toEqual([expect.stringMatching(/\.gz$/)]);
    await expectAll();
    expect(warnings).toEqual([]);
  });

  it('loses at most a block to a damaged byte, and reports the lost events', async () => {
    write();
    await end();
    const path = await partPath();
    const bytes = await readFile(path);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 0xff, bytes.length >> 1);
    await writeFile(path, bytes);
    await reopen();
    const ids = (await journal()).map(({ event }) => event.id);
    expect(ids.length).toBeGreaterThan(EVENTS - 40);
    expect(ids.length).toBeLessThan(EVENTS);
    expect(ids.slice(-100)).toEqual(Array.from({ length: 100 }, (_, at) => EVENTS - 99 + at));
    expect(warnings).toContainEqual(expect.stringMatching(/^Event \d+ of .*:execution:machine:a is lost: /));
  });

  it('finds the other blocks when the head of one is damaged', async () => {
    write();
    await end();
    const path = await partPath();
    const bytes = await readFile(path);
    const second = bytes.indexOf(Buffer.from('1f8b08040000000000ff', 'hex'), 1);
    bytes.writeUInt8(0, second);
    await writeFile(path, bytes);
    await reopen();
    const ids = (await journal()).map(({ event }) => event.id);
    expect(ids.length).toBeGreaterThan(EVENTS - 40);
    expect(ids.length).toBeLessThan(EVENTS);
    expect(ids.at(-1)).toBe(EVENTS);
  });
});

it('a long log is compressed while it is written, and read across its parts', async () => {
  store.putExecution(execution('a'));
  for (let id = 1; id <= 2500; id += 1) store.append(ARN, bulkyEntry(id));
  await store.flush();
  await store.whenCompressed();
  expect(await names()).toEqual([expect.stringMatching(/\.gz$/), '000000001.log']);
  const entries = await journal();
  expect(entries).toHaveLength(2500);
  expect(entries[1234]).toEqual(bulkyEntry(1235));
  await reopen();
  expect(await journal()).toEqual(entries);
  expect(warnings).toEqual([]);
});

it('a fan-out is the same before and after compression', async () => {
  await store.close();
  const { engine, store: own } = openFanOut(folder);
  const { executionArn: arn } = await startFanOut(engine);
  await engine.whenEnded(arn);
  await own.flush();
  await own.whenCompressed();
  await engine.close();
  await own.close();
  open();
  expect(await names()).toEqual([expect.stringMatching(/\.gz$/)]);
  expect(await store.readExecution(arn)).toMatchObject({ status: 'SUCCEEDED' });
  expect((await store.listExecutions({ limit: 1000 })).items).toHaveLength(301);
  expect((await store.readJournal(arn, { limit: 1000 })).at(-1)?.event.type).toBe('ExecutionSucceeded');
});
