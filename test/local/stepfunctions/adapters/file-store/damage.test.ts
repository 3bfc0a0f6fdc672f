import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FileStore } from '../../../../../local/stepfunctions/adapters/file-store/file-store.ts';
import { RealClock } from '../../../../../local/stepfunctions/adapters/real-clock.ts';
import type { StateMachineSnapshot } from '../../../../../local/stepfunctions/interpreter/records.ts';
import { seededRandom } from '../../../../../local/watchmode/seeded-random.ts';
import { child, entry, execution, executionArn, machineArn, mapRun, mapRunArn } from '../support/records.ts';

let folder: string;
let warnings: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'damage-'));
  warnings = [];
});
afterEach(() => rm(folder, { recursive: true }));

const LOG = 'executions/000000001.log';
const EVENTS = 6;
const SNAPSHOT: StateMachineSnapshot = {
  snapshotId: 'snapshot',
  stateMachineArn: machineArn(),
  name: 'machine',
  roleArn: 'r',
  definition: '{}',
  updateDate: 1,
};

const open = (at: string, known: readonly StateMachineSnapshot[] = []): FileStore => {
  warnings = [];
  return new FileStore(at, {
    clock: new RealClock(),
    warn: (text) => warnings.push(text),
    knownSnapshots: () => known,
  });
};

const STARTED = (input: string) =>
  ({
    path: '',
    event: {
      id: 1,
      previousEventId: 0,
      timestamp: 1,
      type: 'ExecutionStarted',
      details: { input, inputDetails: { truncated: false }, roleArn: 'r' },
    },
  }) as const;

/** Three ended executions, the first with two child executions. */
async function fill(at: string, payload = ''): Promise<void> {
  const store = open(at);
  store.putSnapshot(SNAPSHOT);
  const arns: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    const record = execution(name);
    store.putExecution(record);
    store.append(record.executionArn, STARTED(record.input));
    arns.push(record.executionArn);
    if (name !== 'a') continue;
    store.putMapRun(mapRun('run', record.executionArn));
    for (const index of [0, 1]) {
      const inner = child(`c${index}`, 'run', index);
      store.putExecution(inner);
      store.append(inner.executionArn, STARTED(inner.input));
      arns.push(inner.executionArn);
    }
  }
  for (let id = 2; id <= EVENTS; id += 1)
    for (const arn of arns) store.append(arn, entry(id, JSON.stringify(`${id} ${payload}`)));
  store.putMapRun(mapRun('run', executionArn('a'), { status: 'SUCCEEDED' }));
  for (const arn of arns) store.updateExecution(arn, { status: 'SUCCEEDED', output: '1' });
  await store.close();
}

interface Seen {
  readonly executions: readonly string[];
  readonly children: readonly string[];
  readonly statuses: readonly string[];
  readonly events: number;
}

/** Everything that a reader sees. */
async function look(at: string): Promise<Seen> {
  const store = open(at);
  try {
    const tops = (await store.listExecutions({ stateMachineArn: machineArn(), limit: 9 })).items;
    const children = (await store.listExecutions({ mapRunArn: mapRunArn('run'), limit: 9 })).items;
    const all = [...tops, ...children];
    const journals = await Promise.all(
      all.map(({ executionArn: arn }) => store.readJournal(arn, { limit: 99 })),
    );
    expect(await store.readMapRun(mapRunArn('run'))).toBeDefined();
    for (const { status, input } of all) expect(JSON.parse(input) && status).toBeDefined();
    return {
      executions: tops.map(({ name }) => name).sort(),
      children: children.map(({ name }) => name).sort(),
      statuses: all.map(({ status }) => status),
      events: journals.reduce((sum, { length }) => sum + length, 0),
    };
  } finally {
    await store.close();
  }
}

describe('one damaged byte', () => {
  it.each([
    ['a log', LOG],
    ['the catalogue', 'catalogue.log'],
  ])(
    'in %s costs at most what one line holds, and never silently',
    async (_, name) => {
      const whole = join(folder, 'whole');
      await fill(whole);
      const bytes = await readFile(join(whole, name));
      const random = seededRandom(1, 'damage');
      for (let at = random.integer(0, 9); at < bytes.length; at += random.integer(1, 97)) {
        const store = join(folder, `at-${at}`);
        await cp(whole, store, { recursive: true });
        const damaged = Buffer.from(bytes);
        damaged[at] = (damaged[at] ?? 0) ^ (1 << random.integer(0, 7));
        await writeFile(join(store, name), damaged);

        const seen = await look(store);
        const lostChildren = 2 - seen.children.length;
        const changed = seen.statuses.filter((status) => status !== 'SUCCEEDED').length;
        const lostEvents = EVENTS * seen.statuses.length - seen.events;
        expect({ at, executions: seen.executions }).toEqual({ at, executions: ['a', 'b', 'c'] });
        const cost = lostChildren + changed + lostEvents;
        expect({ at, tooMuch: cost > 1, silent: cost > 0 && warnings.length === 0 }).toEqual({
          at,
          tooMuch: false,
          silent: false,
        });
        await rm(store, { recursive: true });
      }
    },
    120_000,
  );

  it('in an index loses nothing: the index is rebuilt from its log', async () => {
    const whole = join(folder, 'whole');
    await fill(whole, 'x'.repeat(20_000));
    const index = join(whole, 'executions/000000001.index');
    const text = await readFile(index, 'latin1');
    const expected = await look(whole);
    for (const at of [0, 4, 30, Math.floor(text.length / 2), text.length - 3]) {
      const flipped = String.fromCharCode(text.charCodeAt(at) ^ 1);
      await writeFile(index, text.slice(0, at) + flipped + text.slice(at + 1), 'latin1');
      expect(await look(whole)).toEqual(expected);
      expect(warnings).toEqual([]);
    }
    // As versions without a checksum wrote it.
    await writeFile(index, '{"version":1,"size":10,"executions":[],"mapRuns":[]}');
    expect(await look(whole)).toEqual(expected);
  });
});

describe('damaged data', () => {
  it('is reported by execution and event, and other events are read', async () => {
    await fill(folder);
    const bytes = await readFile(join(folder, LOG));
    bytes[bytes.indexOf('"4 ') + 1]! ^= 1;
    await writeFile(join(folder, LOG), bytes);

    const store = open(folder);
    const ids = async (query: object) =>
      (await store.readJournal(executionArn('a'), { limit: 3, ...query })).map(({ event }) => event.id);
    expect(await ids({})).toEqual([1, 2, 3]);
    expect(await ids({ after: 2 })).toEqual([3, 5, 6]);
    expect(await ids({ reverse: true })).toEqual([6, 5, 3]);
    expect(warnings).toContainEqual(expect.stringMatching(/^Event 4 of \S+:a is lost: .*000000001\.log/));
    store.append(executionArn('a'), entry(EVENTS + 1));
    expect(await ids({ reverse: true, limit: 1 })).toEqual([EVENTS + 1]);
    await store.close();
  });

  it('is rebuilt from other data: a record from its history, a definition from the state machines', async () => {
    await fill(folder);
    const log = await readFile(join(folder, LOG));
    log[log.indexOf(' E 0 0 ') + 20]! ^= 1;
    await writeFile(join(folder, LOG), log);
    const catalogue = await readFile(join(folder, 'catalogue.log'));
    catalogue[catalogue.indexOf(' S 0 0 ') + 20]! ^= 1;
    await writeFile(join(folder, 'catalogue.log'), catalogue);

    const store = open(folder, [SNAPSHOT]);
    expect(await store.readExecution(executionArn('a'))).toMatchObject({
      name: 'a',
      status: 'SUCCEEDED',
      output: '1',
      input: execution('a').input,
      snapshotId: 'snapshot',
    });
    expect(await store.readSnapshot('snapshot')).toEqual(SNAPSHOT);
    expect(warnings).toContainEqual(
      expect.stringMatching(/The record of \S+:a is damaged .*rebuilt from its history/),
    );
    await store.close();

    expect((await look(folder)).executions).toEqual(['a', 'b', 'c']);
    expect(warnings).not.toContainEqual(expect.stringContaining('catalogue'));
  });
});
