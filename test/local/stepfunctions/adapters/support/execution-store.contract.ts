import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ExecutionStore } from '../../../../../local/stepfunctions/interpreter/ports.ts';
import type { ListedExecution } from '../../../../../local/stepfunctions/interpreter/records.ts';
import { child, entry, execution, executionArn, machineArn, mapRun, mapRunArn } from './records.ts';

/** What a list shows of an execution. */
function shownInList({
  executionArn: arn,
  name,
  stateMachineArn,
  status,
  startDate,
  stopDate,
  redriveCount,
  redriveDate,
  child: of,
}: ListedExecution) {
  const { mapRunArn: run, itemCount } = of ?? {};
  return {
    arn,
    name,
    stateMachineArn,
    status,
    startDate,
    stopDate,
    redriveCount,
    redriveDate,
    run,
    itemCount,
  };
}

/** The contract of every ExecutionStore. */
export function describeExecutionStore(open: () => ExecutionStore | Promise<ExecutionStore>): void {
  let store: ExecutionStore;
  beforeEach(async () => {
    store = await open();
  });
  const names = async (query: Parameters<ExecutionStore['listExecutions']>[0]): Promise<string[]> =>
    (await store.listExecutions(query)).items.map(({ name }) => name);

  describe('executions', () => {
    it('returns the record as it was put, with text in any script', async () => {
      store.putExecution(execution('a'));
      expect(await store.readExecution(executionArn('a'))).toEqual(execution('a'));
    });

    it('returns undefined for an execution that was never put', async () => {
      expect(await store.readExecution(executionArn('a'))).toBeUndefined();
      expect(await store.readExecution(executionArn('a', 'machine/Label'))).toBeUndefined();
      expect(() => store.updateExecution(executionArn('a'), { status: 'FAILED' })).toThrow(executionArn('a'));
    });

    it('applies changes in order, and removes a member changed to undefined', async () => {
      store.putExecution(execution('a'));
      store.updateExecution(executionArn('a'), { status: 'FAILED', error: 'Oops', stopDate: 5 });
      store.updateExecution(executionArn('a'), { status: 'RUNNING', error: undefined, redriveCount: 1 });
      const record = await store.readExecution(executionArn('a'));
      expect(record).toEqual({ ...execution('a'), redriveCount: 1, stopDate: 5 });
      expect(record).not.toHaveProperty('error');
    });

    it('keeps a snapshot by its id', async () => {
      const snapshot = {
        snapshotId: 'machine#1',
        stateMachineArn: machineArn(),
        name: 'machine',
        roleArn: 'role',
        definition: '{"StartAt":"A"}',
        updateDate: 7,
      };
      store.putSnapshot(snapshot);
      expect(await store.readSnapshot('machine#1')).toEqual(snapshot);
      expect(await store.readSnapshot('machine#2')).toBeUndefined();
    });
  });

  describe('listings', () => {
    beforeEach(() => {
      store.putExecution(execution('first', { startDate: 1 }));
      store.putExecution(execution('third', { startDate: 3, status: 'FAILED' }));
      store.putExecution(execution('second', { startDate: 2, redriveCount: 1 }));
      store.putExecution(execution('twin', { startDate: 2 }));
      store.putExecution(execution('other', { startDate: 4, stateMachineArn: machineArn('other') }));
      store.putMapRun(mapRun('run', executionArn('first')));
      store.putExecution(child('child-0', 'run', 0, { startDate: 5 }));
      store.putExecution(child('child-1', 'run', 1, { startDate: 5, status: 'SUCCEEDED' }));
    });

    it('lists one state machine, newest first, by start order for equal dates', async () => {
      expect(await names({ stateMachineArn: machineArn(), limit: 10 })).toEqual([
        'third',
        'twin',
        'second',
        'first',
      ]);
    });

    it('filters by the current status and by redrives', async () => {
      expect(await names({ stateMachineArn: machineArn(), status: 'FAILED', limit: 10 })).toEqual(['third']);
      expect(await names({ stateMachineArn: machineArn(), redriven: true, limit: 10 })).toEqual(['second']);
      store.updateExecution(executionArn('first'), { status: 'FAILED', redriveCount: 1 });
      expect(await names({ stateMachineArn: machineArn(), status: 'FAILED', limit: 10 })).toEqual([
        'third',
        'first',
      ]);
      expect(await names({ stateMachineArn: machineArn(), redriven: false, limit: 10 })).toEqual([
        'third',
        'twin',
      ]);
    });

    it('lists child executions by Map Run, and by labelled state machine', async () => {
      expect(await names({ mapRunArn: mapRunArn('run'), limit: 10 })).toEqual(['child-1', 'child-0']);
      expect(await names({ mapRunArn: mapRunArn('run'), status: 'RUNNING', limit: 10 })).toEqual(['child-0']);
      expect(await names({ stateMachineArn: machineArn('machine/Label'), limit: 10 })).toHaveLength(2);
      expect(await names({ mapRunArn: mapRunArn('none'), limit: 10 })).toEqual([]);
    });

    it('lists executions of every kind without a filter', async () => {
      expect(await names({ status: 'RUNNING', limit: 10 })).toEqual([
        'child-0',
        'other',
        'twin',
        'second',
        'first',
      ]);
    });

    it('tells the facts of the same executions without their inputs', async () => {
      const { executionArn: first } = child('child-0', 'run', 0);
      store.updateExecution(first, { status: 'FAILED', stopDate: 9 });
      store.updateExecution(first, {
        status: 'RUNNING',
        stopDate: undefined,
        redriveCount: 1,
        redriveDate: 10,
      });
      store.updateExecution(child('child-1', 'run', 1).executionArn, { stopDate: 11 });
      for (const query of [{ mapRunArn: mapRunArn('run'), limit: 10 }, { limit: 3 }]) {
        const { items, next } = await store.listExecutions(query);
        const facts = await store.listFacts(query);
        expect(facts.next).toBe(next);
        expect(facts.items.map(shownInList)).toEqual(items.map(shownInList));
      }
      const [, running] = (await store.listFacts({ mapRunArn: mapRunArn('run'), limit: 10 })).items;
      expect(running).toMatchObject({ status: 'RUNNING', redriveCount: 1, redriveDate: 10 });
      expect(running).not.toHaveProperty('stopDate');
    });

    it('pages without gaps or duplicates', async () => {
      const found: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.listExecutions({
          stateMachineArn: machineArn(),
          limit: 1,
          ...(after === undefined ? {} : { after }),
        });
        found.push(...page.items.map(({ name }) => name));
        after = page.next;
      } while (after !== undefined);
      expect(found).toEqual(['third', 'twin', 'second', 'first']);
    });
  });

  describe('journals', () => {
    const ids = async (
      query: Parameters<ExecutionStore['readJournal']>[1],
      arn = executionArn('a'),
    ): Promise<number[]> => (await store.readJournal(arn, query)).map(({ event }) => event.id);

    beforeEach(() => {
      store.putExecution(execution('a'));
      store.putExecution(execution('b'));
    });

    it('returns entries as they were appended', async () => {
      store.append(executionArn('a'), entry(1, '"é\\n"'));
      store.append(executionArn('a'), { ...entry(2), path: '/1.0', data: '{"x":1}' });
      expect(await store.readJournal(executionArn('a'), { limit: 10 })).toEqual([
        entry(1, '"é\\n"'),
        { ...entry(2), path: '/1.0', data: '{"x":1}' },
      ]);
    });

    it('reads any range, in both directions', async () => {
      for (let id = 1; id <= 1000; id += 1) {
        store.append(executionArn('a'), entry(id));
        store.append(executionArn('b'), entry(id));
      }
      expect(await ids({ limit: 3 })).toEqual([1, 2, 3]);
      expect(await ids({ limit: 3, after: 128 })).toEqual([129, 130, 131]);
      expect(await ids({ limit: 3, after: 998 })).toEqual([999, 1000]);
      expect(await ids({ limit: 3, after: 1000 })).toEqual([]);
      expect(await ids({ limit: 3, reverse: true })).toEqual([1000, 999, 998]);
      expect(await ids({ limit: 3, reverse: true, after: 257 })).toEqual([256, 255, 254]);
      expect(await ids({ limit: 3, reverse: true, after: 3 })).toEqual([2, 1]);
      expect(await ids({ limit: 3, reverse: true, after: 1 })).toEqual([]);
      expect(await ids({ limit: 5000 })).toHaveLength(1000);
    });

    it('keeps the journals of concurrent children apart', async () => {
      store.putMapRun(mapRun('run', executionArn('a')));
      const children = Array.from({ length: 50 }, (_, index) => child(`child-${index}`, 'run', index));
      for (const record of children) store.putExecution(record);
      for (let id = 1; id <= 60; id += 1) {
        for (const { executionArn: arn, name } of children) {
          store.append(arn, entry(id, JSON.stringify({ name, filler: 'x'.repeat(100) })));
        }
      }
      const journal = await store.readJournal(children[17]!.executionArn, { limit: 100 });
      expect(journal.map(({ event }) => event.id)).toEqual(
        Array.from({ length: 60 }, (_, index) => index + 1),
      );
      expect(JSON.stringify(journal)).not.toContain('child-18');
      expect(JSON.stringify(journal)).toContain('child-17');
    });

    it('is empty for an execution without one', async () => {
      expect(await ids({ limit: 5 })).toEqual([]);
      expect(await ids({ limit: 5 }, executionArn('nobody'))).toEqual([]);
    });
  });

  describe('Map Runs', () => {
    it('keeps the newest record of each, and lists them in the order they were started', async () => {
      store.putExecution(execution('a'));
      for (const id of ['one', 'two', 'three']) store.putMapRun(mapRun(id, executionArn('a')));
      store.putMapRun(mapRun('one', executionArn('a'), { status: 'FAILED', redriveCount: 2 }));
      expect(await store.readMapRun(mapRunArn('one'))).toMatchObject({ status: 'FAILED', redriveCount: 2 });
      expect(await store.readMapRun(mapRunArn('none'))).toBeUndefined();
      const page = await store.listMapRuns(executionArn('a'), 2);
      expect(page.items.map((record) => record.mapRunArn)).toEqual([mapRunArn('one'), mapRunArn('two')]);
      const rest = await store.listMapRuns(executionArn('a'), 2, page.next);
      expect(rest).toEqual({ items: [mapRun('three', executionArn('a'))] });
    });

    it('belongs to the execution that started it, which may be a child itself', async () => {
      store.putExecution(execution('a'));
      store.putMapRun(mapRun('outer', executionArn('a')));
      const middle = child('child', 'outer', 0);
      store.putExecution(middle);
      store.putMapRun(mapRun('inner', middle.executionArn));
      expect((await store.listMapRuns(middle.executionArn, 10)).items).toEqual([
        mapRun('inner', middle.executionArn),
      ]);
      expect((await store.listMapRuns(executionArn('a'), 10)).items).toHaveLength(1);
    });
  });
}
