import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { child, entry, execution, executionArn, machineArn, mapRun, mapRunArn } from '../support/records.ts';
import { close, folder, open, openStoresEachTest, warnings } from './support/open-stores.ts';

openStoresEachTest();

const LOG = 'executions/000000001.log';

describe('a reopened store', () => {
  it('holds everything that was written', async () => {
    const before = open();
    before.putSnapshot({
      snapshotId: 's',
      stateMachineArn: machineArn(),
      name: 'machine',
      roleArn: 'r',
      definition: '{}',
      updateDate: 1,
    });
    before.putExecution(execution('a'));
    before.append(executionArn('a'), entry(1));
    before.putMapRun(mapRun('run', executionArn('a'), { status: 'FAILED' }));
    before.putExecution(child('c', 'run', 0));
    before.append(child('c', 'run', 0).executionArn, entry(1));
    before.updateExecution(executionArn('a'), { status: 'SUCCEEDED', output: '1' });
    await close(before);

    const after = open();
    expect(await after.readSnapshot('s')).toMatchObject({ definition: '{}' });
    expect(await after.readExecution(executionArn('a'))).toMatchObject({ status: 'SUCCEEDED', output: '1' });
    expect(await after.readJournal(executionArn('a'), { limit: 5 })).toEqual([entry(1)]);
    expect(await after.readMapRun(mapRunArn('run'))).toMatchObject({ status: 'FAILED' });
    expect((await after.listExecutions({ mapRunArn: mapRunArn('run'), limit: 5 })).items).toEqual([
      child('c', 'run', 0),
    ]);
    after.append(child('c', 'run', 0).executionArn, entry(2));
    after.putExecution(execution('b'));
    expect((await after.listExecutions({ stateMachineArn: machineArn(), limit: 5 })).items).toHaveLength(2);
    expect(warnings).toEqual([]);
  });

  it('reads a large log with and without its index', async () => {
    const before = open();
    before.putExecution(execution('a'));
    before.putMapRun(mapRun('run', executionArn('a')));
    for (let index = 0; index < 400; index += 1) {
      const record = child(`c${index}`, 'run', index);
      before.putExecution(record);
      for (let id = 1; id <= 5; id += 1)
        before.append(record.executionArn, entry(id, JSON.stringify('x'.repeat(200))));
      before.updateExecution(record.executionArn, { status: index === 7 ? 'FAILED' : 'SUCCEEDED' });
    }
    before.updateExecution(executionArn('a'), { status: 'FAILED' });
    await close(before);
    expect(await readdir(join(folder, 'executions'))).toContain('000000001.index');

    const look = async (): Promise<unknown[]> => {
      const store = open();
      const failed = await store.listExecutions({ mapRunArn: mapRunArn('run'), status: 'FAILED', limit: 5 });
      const journal = await store.readJournal(child('c399', 'run', 399).executionArn, { limit: 9 });
      await close(store);
      return [failed, journal];
    };
    const indexed = await look();
    await rm(join(folder, 'executions/000000001.index'));
    expect(await look()).toEqual(indexed);
    await writeFile(join(folder, 'executions/000000001.index'), '{"version":1,');
    expect(await look()).toEqual(indexed);
    expect(indexed).toEqual([
      { items: [{ ...child('c7', 'run', 7), status: 'FAILED' }] },
      [1, 2, 3, 4, 5].map((id) => entry(id, JSON.stringify('x'.repeat(200)))),
    ]);
  });

  it('does not read the logs of executions that have ended', async () => {
    const before = open();
    before.putExecution(execution('a'));
    before.updateExecution(executionArn('a'), { status: 'SUCCEEDED' });
    await close(before);
    const { size } = await stat(join(folder, LOG));
    await writeFile(join(folder, LOG), 'x'.repeat(size));

    const after = open();
    expect((await after.listExecutions({ status: 'RUNNING', limit: 5 })).items).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('refuses a folder of another version', async () => {
    await writeFile(
      join(folder, 'format.json'),
      '{"format":"step-functions-execution-store","version":99}\n',
    );
    expect(() => open()).toThrow(expect.objectContaining({ name: 'StoreFormatUnknown', folder }));
  });
});

describe('after a power cut or a kill', () => {
  it('an empty format file is rewritten, and incomplete files are removed', async () => {
    const before = open();
    before.putExecution(execution('a'));
    await close(before);
    const format = await readFile(join(folder, 'format.json'), 'utf8');
    await writeFile(join(folder, 'format.json'), '');
    const id = '11111111-2222-4333-8444-555555555555';
    await writeFile(join(folder, `parameters.json.${id}.tmp`), '{');
    await writeFile(join(folder, `executions/000000001.index.${id}.tmp`), '{');

    const after = open();
    expect(await after.readExecution(executionArn('a'))).toEqual(execution('a'));
    expect(warnings).toEqual([expect.stringContaining('format.json was empty')]);
    expect(await readFile(join(folder, 'format.json'), 'utf8')).toBe(format);
    expect((await readdir(folder, { recursive: true })).filter((name) => name.includes(id))).toEqual([]);
  });
});

describe('a log that was cut off', () => {
  it('keeps every whole line wherever it was cut, and reports dropped bytes', async () => {
    const whole = open();
    whole.putExecution(execution('a'));
    for (let id = 1; id <= 3; id += 1) whole.append(executionArn('a'), entry(id));
    await close(whole);
    const log = await readFile(join(folder, LOG));
    const lineEnds = [...log.keys()].filter((index) => log[index] === 0x0a).map((index) => index + 1);
    const firstEvent = lineEnds[0]!;

    const near = [-60, -2, -1, 0, 1, 9, 10, 12];
    const cuts = lineEnds.flatMap((end) => near.map((distance) => end + distance));
    for (const size of cuts.filter((cut) => cut >= firstEvent && cut <= log.length)) {
      await writeFile(join(folder, LOG), log.subarray(0, size));
      warnings.length = 0;
      const store = open();
      const journal = await store.readJournal(executionArn('a'), { limit: 10 });
      expect(journal).toHaveLength(lineEnds.filter((end) => end <= size).length - 1);
      expect(warnings).toHaveLength(lineEnds.includes(size) ? 0 : 1);
      store.append(executionArn('a'), entry(journal.length + 1, '"again"'));
      expect(await store.readJournal(executionArn('a'), { limit: 1, reverse: true })).toEqual([
        entry(journal.length + 1, '"again"'),
      ]);
      await close(store);
    }
  });

  it('moves damaged bytes to a separate file', async () => {
    const before = open();
    before.putExecution(execution('a'));
    await close(before);
    const { length } = await readFile(join(folder, LOG));
    await appendFile(join(folder, LOG), 'deadbeef J 0 1 {"half');

    const after = open();
    expect(await after.readExecution(executionArn('a'))).toEqual(execution('a'));
    expect(warnings).toEqual([expect.stringContaining(`000000001.log.torn-${length}`)]);
    expect(await readFile(join(folder, `${LOG}.torn-${length}`), 'utf8')).toBe('deadbeef J 0 1 {"half');
  });

  it('omits an execution whose log is lost, and adopts one that the catalogue lacks', async () => {
    const before = open();
    before.putExecution(execution('lost'));
    before.putExecution(execution('found'));
    await close(before);
    await truncate(join(folder, LOG), 0);
    await rm(join(folder, 'catalogue.log'));
    const first = open();
    const { items } = await first.listExecutions({ stateMachineArn: machineArn(), limit: 5 });
    expect(items.map(({ name }) => name)).toEqual(['found']);
    await close(first);

    await truncate(join(folder, 'executions/000000002.log'), 0);
    const second = open();
    expect((await second.listExecutions({ stateMachineArn: machineArn(), limit: 5 })).items).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining(`lost the definition of ${executionArn('found')}:`),
      expect.stringContaining(`The log of ${executionArn('found')} is lost`),
    ]);
    second.putExecution(execution('next'));
    expect(await second.readExecution(executionArn('next'))).toEqual(execution('next'));
  });
});

describe('a catalogue that was cut off', () => {
  it.each([
    [
      'in the first line',
      100,
      [/catalogue\.log ended with a torn line: 100 bytes/, /the definition of \S+:a and 1 more:/],
    ],
    ['to nothing', 0, [/the definition of \S+:a and 1 more:/]],
  ])('%s is rebuilt from the logs, with a warning', async (_where, length, expected) => {
    const before = open();
    before.putSnapshot({
      snapshotId: 'snapshot',
      stateMachineArn: machineArn(),
      name: 'machine',
      roleArn: 'r',
      definition: '{}',
      updateDate: 1,
    });
    before.putExecution(execution('a'));
    before.putMapRun(mapRun('run', executionArn('a')));
    before.putExecution(child('c', 'run', 0));
    before.putExecution(execution('b'));
    await close(before);
    await truncate(join(folder, 'catalogue.log'), length);

    const after = open();
    const { items } = await after.listExecutions({ stateMachineArn: machineArn(), limit: 5 });
    expect(items.map(({ name }) => name).sort()).toEqual(['a', 'b']);
    expect((await after.listExecutions({ mapRunArn: mapRunArn('run'), limit: 5 })).items).toHaveLength(1);
    expect(warnings).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });
});

describe('the lock', () => {
  it('allows one open store at a time', async () => {
    const holder = open();
    expect(() => open()).toThrow(expect.objectContaining({ name: 'StoreLocked', folder, pid: process.pid }));
    holder.putExecution(execution('a'));
    await close(holder);
    expect(await open().readExecution(executionArn('a'))).toBeDefined();
  });

  it('is taken over from a dead process, even if its process id is in use again', async () => {
    const holder = open();
    const mine = JSON.parse(await readFile(join(folder, 'lock'), 'utf8'));
    await close(holder);
    for (const dead of [
      { ...mine, pid: 2 ** 22 + 1 },
      { ...mine, start: 'long ago' },
    ]) {
      await writeFile(join(folder, 'lock'), JSON.stringify(dead));
      await close(open());
    }
    await writeFile(join(folder, 'lock'), '');
    await close(open());
    expect(await readdir(folder)).not.toContain('lock');
  });

  it('is respected when its holder is on another host', async () => {
    await writeFile(join(folder, 'lock'), JSON.stringify({ pid: 12, start: 'x', host: 'elsewhere' }));
    expect(() => open()).toThrow('process 12 on elsewhere');
  });
});

describe('a folder that cannot be used', () => {
  it.each([['.'], ['executions'], ['lock'], ['format.json'], ['catalogue.log']])(
    'is refused with the reason and a remedy when %s is of the wrong kind',
    async (name) => {
      const store = join(folder, 'store');
      const path = join(store, name);
      await mkdir(store);
      if (name === '.' || name === 'executions') {
        await rm(path, { recursive: true, force: true });
        await writeFile(path, '');
      } else {
        await mkdir(path);
      }
      expect(() => open(store)).toThrow(
        expect.objectContaining({
          name: 'StoreUnusable',
          folder: store,
          message: expect.stringMatching(/cannot be opened: E[A-Z]+: .*: (check|move) .+\.$/),
          cause: expect.objectContaining({ syscall: expect.any(String) }),
        }),
      );
    },
  );
});

describe('a process that is killed', () => {
  let bundle: string;
  beforeEach(async () => {
    bundle = join(folder, 'writer.mjs');
    await build({
      entryPoints: [fileURLToPath(new URL('support/writer.ts', import.meta.url))],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: bundle,
    });
  });

  it('leaves all flushed data, in order and without gaps', async () => {
    const storeFolder = join(folder, 'store');
    for (const lines of [1, 300, 3000]) {
      const writer = spawn(process.execPath, [bundle, storeFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      writer.stdout.on('data', (chunk) => {
        said += String(chunk);
        if (said.split('\n').length > lines) writer.kill('SIGKILL');
      });
      await once(writer, 'close');
      const flushed = Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));

      const store = open(storeFolder);
      const [top] = (await store.listExecutions({ stateMachineArn: machineArn(), limit: 1 })).items;
      const journal = await store.readJournal(top!.executionArn, { limit: 1_000_000 });
      expect(journal.length).toBeGreaterThanOrEqual(flushed);
      expect(journal.map(({ event }) => event.id)).toEqual(journal.map((_, index) => index + 1));
      store.append(top!.executionArn, entry(journal.length + 1));
      await close(store);
    }
  }, 60_000);
});
