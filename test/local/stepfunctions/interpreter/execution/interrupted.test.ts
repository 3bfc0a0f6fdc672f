import { describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '../../../../../local/stepfunctions/interpreter/history/event.ts';
import type { JsonValue } from '../../../../../local/stepfunctions/interpreter/json.ts';
import { never, startAndDie, statusesIn } from '../support/dying.ts';
import { DyingStore } from '../support/dying-store.ts';
import { Harness, outputOf } from '../../../../../local/stepfunctions/testing.ts';
import { distributed, program, task } from '../support/states.ts';

describe('an execution whose process died', () => {
  it('is described as interrupted, has no final event, and can be stopped', async () => {
    const { store, executionArn } = await startAndDie(program({ T: task('work') }), 1, never);
    const harness = new Harness({}, { store });
    expect((await harness.engine.recover()).map((record) => record.executionArn)).toEqual([executionArn]);
    expect(await harness.engine.describeExecution(executionArn)).toMatchObject({
      interrupted: true,
      record: { status: 'RUNNING' },
      redriveStatus: 'REDRIVABLE',
    });
    expect((await harness.outline(executionArn)).at(-1)).toBe('TaskStarted#4<3');
    await harness.engine.stopExecution({ executionArn, error: 'E', cause: 'C' });
    expect(await harness.engine.describeExecution(executionArn)).toMatchObject({
      interrupted: false,
      record: { status: 'ABORTED', error: 'E', cause: 'C', eventCount: 5 },
    });
    expect((await harness.outline(executionArn)).at(-1)).toBe('ExecutionAborted#5<0');
  });

  it('cannot be redriven if its history is full', async () => {
    const { store, executionArn } = await startAndDie(program({ T: task('work') }), 1, never);
    // Four events are written; two more must fit.
    const harness = new Harness({}, { store, quotas: { historyEvents: 5 } });
    await harness.engine.recover();
    await expect(harness.engine.redriveExecution({ executionArn })).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: `Execution ${executionArn} invalid for redrive as: Execution has exceeded the maximum history event limit`,
    });
  });

  it('can be redriven directly', async () => {
    const { store, executionArn } = await startAndDie(program({ T: task('work') }), 1, never);
    const harness = new Harness({ work: (payload) => payload }, { store });
    expect(outputOf(await harness.redrive(executionArn))).toBe(1);
  });

  it('continues with the children that have not succeeded', async () => {
    const calls: JsonValue[] = [];
    const { store, executionArn } = await startAndDie(
      program({
        M: { Type: 'Map', MaxConcurrency: 2, ItemProcessor: distributed({ I: task('work') }), End: true },
      }),
      [1, 2, 3, 4],
      (payload, call) => {
        calls.push(payload);
        return payload === 1 || payload === 2 ? payload : never(payload, call);
      },
    );
    expect(calls).toEqual([1, 2, 3, 4]);
    const [mapRun] = (await store.listMapRuns(executionArn, 9)).items;
    expect(await statusesIn(store, mapRun!.mapRunArn)).toEqual([
      'SUCCEEDED',
      'SUCCEEDED',
      'RUNNING',
      'RUNNING',
    ]);
    const harness = new Harness({ work: (payload) => (calls.push(payload), payload) }, { store });
    expect(outputOf(await harness.redrive(executionArn))).toEqual([1, 2, 3, 4]);
    expect(calls.slice(4)).toEqual([3, 4]);
  });

  it('leaves its Map Run RUNNING', async () => {
    const { store, executionArn } = await startAndDie(
      program({ M: { Type: 'Map', ItemProcessor: distributed({ I: task('work') }), End: true } }),
      [1, 2],
      never,
    );
    const { items } = await store.listMapRuns(executionArn, 9);
    expect(items).toMatchObject([{ status: 'RUNNING', executionCounts: { running: 2, total: 2 } }]);
    expect(items[0]).not.toHaveProperty('stopDate');
  });
});

describe('an execution whose process died between its last event and its record', () => {
  it.each<[what: string, redrives: number, events: number]>([
    ['was not redriven', 0, 3],
    ['was redriven', 1, 5],
  ])('has the end and the redrives of its history when it %s', async (_what, redrives, events) => {
    const store = new DyingStore(events);
    const dying = new Harness({}, { store });
    const { executionArn } = await dying.run(program({ F: { Type: 'Fail', Error: 'E', Cause: 'C' } }));
    await dying.clock.sleep(1000);
    for (let count = 0; count < redrives; count += 1) await dying.redrive(executionArn);
    expect((await store.readExecution(executionArn))?.status).toBe('RUNNING');

    store.revive();
    const harness = new Harness({}, { store });
    expect(await harness.engine.recover()).toEqual([]);
    const { record } = await harness.engine.describeExecution(executionArn);
    expect(record).toMatchObject({
      status: 'FAILED',
      error: 'E',
      cause: 'C',
      eventCount: events,
      redriveCount: redrives,
    });
    const redriven = (await harness.events(executionArn)).find(({ type }) => type === 'ExecutionRedriven');
    expect(record.redriveDate).toBe(redriven?.timestamp);
  });
});

describe('an execution whose process died between its record and ExecutionRedriven', () => {
  it('was not redriven', async () => {
    const harness = new Harness();
    const failed = await harness.run(program({ F: { Type: 'Fail', Error: 'E' } }));
    const { executionArn } = failed;
    harness.store.updateExecution(executionArn, {
      ...{ status: 'RUNNING', redriveCount: 1, redriveDate: harness.clock.now() },
      ...{ stopDate: undefined, error: undefined, eventCount: undefined },
    });
    const next = new Harness({}, { store: harness.store });
    expect(await next.engine.recover()).toEqual([]);
    expect((await next.engine.describeExecution(executionArn)).record).toEqual({
      ...failed,
      redriveTokens: [],
    });
  });
});

describe('an execution whose process died after any of its events', () => {
  const echo = { echo: (payload: JsonValue) => payload };
  const then = { Type: 'Pass', Output: ['{% $states.input %}', '{% $v %}'], End: true };
  const definition = program({
    A: { Type: 'Pass', Assign: { v: '{% $states.input %}' }, Output: 'a', Next: 'T' },
    T: task('echo', { Assign: { t: '{% $states.result.Payload %}' }, End: undefined, Next: 'C' }),
    C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'A' }], Default: 'M' },
    M: {
      Type: 'Map',
      Items: '{% [$uuid(), "second"] %}',
      ItemSelector: { item: '{% $states.context.Map.Item.Value %}' },
      MaxConcurrency: 1,
      ItemProcessor: program({
        I: task('echo', {
          End: undefined,
          Next: 'I2',
          Assign: { own: '{% $states.context.Map.Item.Index %}' },
        }),
        I2: { Type: 'Pass', Output: ['{% $states.input.item %}', '{% $v %}', '{% $own %}'], End: true },
      }),
      Next: 'W',
    },
    W: { Type: 'Wait', Seconds: 10, Next: 'P' },
    P: {
      Type: 'Parallel',
      Arguments: 'p',
      Branches: [program({ B: task('echo', { End: undefined, Next: 'B2' }), B2: then })],
      Output: { map: '{% $states.input %}', parallel: '{% $states.result %}', v: '{% $v %}', t: '{% $t %}' },
      End: true,
    },
  });
  /** Returns the next event after `last`: attempts start again, completed work is not repeated. */
  const nextAfter = (history: readonly HistoryEvent[], last: number): number => {
    const { type, id, previousEventId } = history[last - 1]!;
    if (/^Task(Scheduled|Started|Succeeded)$/.test(type)) return nextAfter(history, previousEventId);
    return type === 'MapStateSucceeded' || type === 'ParallelStateSucceeded' ? id : id + 1;
  };

  it('continues from there, with the same values and previous events', async () => {
    const whole = new Harness(echo);
    const { executionArn: wholeArn } = await whole.run(definition, 'v');
    const history = await whole.events(wholeArn);
    expect(history.length).toBeGreaterThan(35);
    for (let last = 1; last < history.length; last += 1) {
      const store = new DyingStore(last);
      const { executionArn } = await new Harness(echo, { store }).run(definition, 'v');
      store.revive();
      const harness = new Harness(echo, { store });
      await harness.engine.recover();
      const record = await harness.redrive(executionArn);

      const resumed = nextAfter(history, last);
      const isAtTop =
        (await whole.store.readJournal(wholeArn, { limit: 1, after: resumed - 1 }))[0]!.path === '';
      const links = history.slice(resumed - 1).map(({ id, previousEventId: previous, type }) => {
        // At the root, the first event after an Exited event follows ExecutionRedriven.
        const followsRedrive = id === resumed && isAtTop && /StateEntered$|^ExecutionSucceeded$/.test(type);
        const moved = previous >= resumed ? previous - resumed + last + 2 : previous;
        return `${type}#${id - resumed + last + 2}<${followsRedrive ? last + 1 : moved}`;
      });
      const outline = await harness.outline(executionArn);
      expect([last, ...outline.slice(last)]).toEqual([
        last,
        `ExecutionRedriven#${last + 1}<${history[last - 1]!.id}`,
        ...links,
      ]);

      const journal = await store.readJournal(executionArn, { limit: 99 });
      const started = journal.filter(({ event }) => event.type === 'MapStateStarted');
      const [first] = JSON.parse(started[0]!.data!) as readonly string[];
      expect(started).toHaveLength(1);
      expect(outputOf(record)).toEqual({
        map: [
          [first, 'v', 0],
          ['second', 'v', 1],
        ],
        parallel: [['p', 'v']],
        v: 'v',
        t: 'a',
      });
    }
  });

  it('continues in a Map Run, with one child per item', async () => {
    const map = {
      Type: 'Map',
      Label: 'L',
      Items: [1, 2],
      MaxConcurrency: 1,
      ItemProcessor: distributed({ I: task('echo') }),
      End: true,
    };
    const events = 8 + 2 * 7;
    for (let last = 1; last < events; last += 1) {
      const store = new DyingStore(last);
      const { executionArn } = await new Harness(echo, { store }).run(program({ M: map }));
      store.revive();
      const harness = new Harness(echo, { store });
      await harness.engine.recover();
      const record = await harness.redrive(executionArn);
      const { items } = await store.listMapRuns(executionArn, 9);
      expect([last, record.output, items.length]).toEqual([last, '[1,2]', 1]);
      const counts = {
        pending: 0,
        running: 0,
        succeeded: 2,
        failed: 0,
        aborted: 0,
        pendingRedrive: 0,
        total: 2,
      };
      expect(items).toMatchObject([
        { status: 'SUCCEEDED', label: 'L', executionCounts: counts, itemCounts: counts },
      ]);
      const started = (await harness.events(executionArn)).filter(({ type }) => type === 'MapRunStarted');
      expect(started.map(({ details }) => details)).toEqual([{ mapRunArn: items[0]!.mapRunArn }]);
    }
  });
});
