import { describe, expect, it } from '@jest/globals';
import type { ExecutionRecord } from '../../../../local/stepfunctions/interpreter/records.ts';
import { Harness, machine, MemoryStore } from '../../../../local/stepfunctions/testing.ts';
import { distributed, program } from './support/states.ts';

const wait = program({ W: { Type: 'Wait', Seconds: 1, End: true } });

describe('reading executions', () => {
  it('pages through a history in both directions', async () => {
    const harness = new Harness();
    const { executionArn } = await harness.run(wait);
    const pages = async (
      reverseOrder: boolean,
      maxResults: number,
    ): Promise<readonly (readonly number[])[]> => {
      const ids: number[][] = [];
      let after: string | undefined;
      do {
        const page = await harness.engine.getExecutionHistory({
          executionArn,
          reverseOrder,
          maxResults,
          ...(after === undefined ? {} : { after }),
        });
        ids.push(page.items.map(({ id }) => id));
        after = page.next;
      } while (after !== undefined);
      return ids;
    };
    expect(await pages(false, 2)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await pages(true, 2)).toEqual([
      [4, 3],
      [2, 1],
    ]);
    expect(await pages(false, 3)).toEqual([[1, 2, 3], [4]]);
  });

  it('lists executions newest first, by machine, status and redrive', async () => {
    const harness = new Harness();
    const failing = program({ F: { Type: 'Fail' } });
    const start = async (definition: object, name: string): Promise<string> => {
      const record = await harness.engine.startExecution({ stateMachine: machine(definition, name) });
      await harness.engine.whenEnded(record.executionArn);
      return record.executionArn;
    };
    const running = await harness.engine.startExecution({ stateMachine: machine(wait, 'one') });
    expect((await harness.engine.listExecutions({ limit: 9 })).items).toMatchObject([
      { record: { status: 'RUNNING' }, interrupted: false, redriveStatus: 'NOT_REDRIVABLE' },
    ]);
    const a = running.executionArn;
    await harness.engine.whenEnded(a);
    const b = await start(failing, 'two');
    const c = await start(failing, 'two');
    await harness.redrive(b);
    const list = async (query: object): Promise<readonly string[]> =>
      (await harness.engine.listExecutions({ limit: 9, ...query })).items.map(
        ({ record }) => record.executionArn,
      );
    expect(await list({})).toEqual([c, b, a]);
    expect(await list({ stateMachineArn: machine({}, 'two').stateMachineArn })).toEqual([c, b]);
    expect(await list({ status: 'SUCCEEDED' })).toEqual([a]);
    expect(await list({ redriven: true })).toEqual([b]);
    const first = await harness.engine.listExecutions({ limit: 2 });
    expect(first.next).toBeDefined();
    expect(await harness.engine.listExecutions({ limit: 3 })).not.toHaveProperty('next');
    expect(await list({ limit: 2, after: first.next })).toEqual([a]);
  });

  it('refuses ARNs that do not exist', async () => {
    const { engine } = new Harness();
    const missing = { name: 'ExecutionDoesNotExist' };
    await expect(engine.describeExecution('arn')).rejects.toMatchObject(missing);
    await expect(engine.getExecutionHistory({ executionArn: 'arn', maxResults: 1 })).rejects.toMatchObject(
      missing,
    );
    await expect(engine.listMapRuns('arn', 1)).rejects.toMatchObject(missing);
    await expect(engine.whenEnded('arn')).rejects.toMatchObject(missing);
    await expect(engine.describeMapRun('arn')).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await expect(
      engine.startExecution({ stateMachine: { ...machine({}), definition: '{}' } }),
    ).rejects.toMatchObject({ name: 'InvalidDefinition' });
  });

  it('does not report an execution that is about to end as interrupted', async () => {
    const harness = new Harness();
    const { executionArn } = await harness.engine.startExecution({
      stateMachine: machine(program({ S: { Type: 'Succeed' } })),
    });
    const looks: Promise<string>[] = [];
    const ends: string[] = [];
    // It is looked at whenever anything of it may have changed.
    while (ends.length === 0) {
      looks.push(
        harness.engine
          .describeExecution(executionArn)
          .then(({ record, interrupted }) => `${record.status} ${String(interrupted)}`),
        harness.engine.whenEnded(executionArn).then(({ status }) => {
          ends.push(status);
          return `ended as ${status}`;
        }),
      );
      await Promise.resolve();
    }
    expect([...new Set(await Promise.all(looks))].sort()).toEqual([
      'RUNNING false',
      'SUCCEEDED false',
      'ended as SUCCEEDED',
    ]);
  });

  it('notifies the observer of each event and each change', async () => {
    const events: string[] = [];
    const statuses: string[] = [];
    const harness = new Harness(
      {},
      {
        observer: {
          onEvent: (_arn, event) => void events.push(event.type),
          onExecution: (record) => void statuses.push(record.status),
        },
      },
    );
    await harness.run(wait);
    expect(events).toEqual(['ExecutionStarted', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded']);
    expect(statuses).toEqual(['RUNNING', 'SUCCEEDED']);
  });

  it('reports a store that can no longer write, and the execution counts as interrupted', async () => {
    class FullStore extends MemoryStore {
      full = false;
      override append(...parameters: Parameters<MemoryStore['append']>): void {
        if (this.full) throw new Error('disk full');
        super.append(...parameters);
      }
    }
    const store = new FullStore();
    const defects: unknown[] = [];
    const harness = new Harness(
      {},
      { store, observer: { onDefect: (_arn, cause) => void defects.push(cause) } },
    );
    const { executionArn }: ExecutionRecord = await harness.engine.startExecution({
      stateMachine: machine(wait),
    });
    store.full = true;
    await expect(harness.engine.whenEnded(executionArn)).rejects.toThrow('disk full');
    expect(defects).toEqual([expect.objectContaining({ message: 'disk full' })]);
    expect(await harness.engine.describeExecution(executionArn)).toMatchObject({ interrupted: true });
  });

  it('finds the definition of a child in its parent at any depth', async () => {
    const harness = new Harness();
    const pass = { Type: 'Pass', End: true };
    const distributedMap = (label: string): object => ({
      Type: 'Map',
      Label: label,
      Items: [1],
      ItemProcessor: distributed({ [`In${label}`]: pass }),
      End: true,
    });
    const { executionArn } = await harness.run(
      program({
        P: {
          Type: 'Parallel',
          Branches: [
            program({
              Inline: {
                Type: 'Map',
                Items: [1],
                ItemProcessor: program({ L: distributedMap('L') }),
                End: true,
              },
            }),
            program({ Before: { ...pass, End: undefined, Next: 'K' }, K: distributedMap('K') }),
          ],
          End: true,
        },
      }),
    );
    const { items: mapRuns } = await harness.engine.listMapRuns(executionArn, 9);
    const found: unknown[] = [];
    for (const { mapRunArn, label } of mapRuns) {
      const [child] = (await harness.engine.listExecutions({ mapRunArn, limit: 9 })).items;
      const { definition, ...rest } = await harness.engine.definitionForExecution(child!.record.executionArn);
      expect(rest).toMatchObject({ mapRunArn, label, snapshot: { name: 'machine' } });
      found.push([label, (JSON.parse(definition) as { readonly StartAt: string }).StartAt]);
      expect(await harness.engine.describeMapRun(mapRunArn)).toMatchObject({ mapRunArn, executionArn });
    }
    expect(found.sort()).toEqual([
      ['K', 'InK'],
      ['L', 'InL'],
    ]);

    const [mapRun] = mapRuns;
    harness.store.putMapRun({ ...mapRun!, label: 'Gone' });
    const { items } = await harness.engine.listExecutions({ mapRunArn: mapRun!.mapRunArn, limit: 1 });
    await expect(harness.engine.definitionForExecution(items[0]!.record.executionArn)).rejects.toThrow(
      "The definition has no Distributed Map with the label 'Gone'",
    );
  });

  it('fails if the store has lost a definition', async () => {
    class ForgetfulStore extends MemoryStore {
      override readSnapshot(): Promise<undefined> {
        return Promise.resolve(undefined);
      }
    }
    const harness = new Harness({}, { store: new ForgetfulStore() });
    const { executionArn } = await harness.run(program({ F: { Type: 'Fail' } }));
    const lost = `The store has lost the definition of ${executionArn}`;
    await expect(harness.engine.definitionForExecution(executionArn)).rejects.toThrow(lost);
    await expect(harness.engine.redriveExecution({ executionArn })).rejects.toThrow(lost);
    // The redrive has not started, so the next one fails for the same reason.
    await expect(harness.engine.redriveExecution({ executionArn })).rejects.toThrow(lost);
  });

  it('uses the definition that an execution was started with', async () => {
    const harness = new Harness();
    const record = await harness.run(program({ F: { Type: 'Fail', Error: 'Old' } }));
    await harness.run(program({ F: { Type: 'Succeed' } }));
    expect((await harness.redrive(record.executionArn)).error).toBe('Old');
    const { definition } = await harness.engine.definitionForExecution(record.executionArn);
    expect(definition).toContain('Old');
  });
});
