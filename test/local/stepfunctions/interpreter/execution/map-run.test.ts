import { describe, expect, it } from '@jest/globals';
import type { MapRunRecord } from '../../../../../local/stepfunctions/interpreter/records.ts';
import { Results } from '../../../../../local/stepfunctions/interpreter/execution/map-run/results.ts';
import { Harness, TaskError, type FakeFunction } from '../../../../../local/stepfunctions/testing.ts';
import { childrenOf, mapRunOf } from '../support/map-runs.ts';
import { distributed, program, task } from '../support/states.ts';

const pass = { I: { Type: 'Pass', End: true } };
const map = (rest: object): object => program({ M: { Type: 'Map', Label: 'L', End: true, ...rest } });

describe('a Map Run', () => {
  it.each<[field: string, batcher: object, reason: string]>([
    ['MaxItemsPerBatch', { MaxItemsPerBatch: '{% 0 %}' }, 'must be from 1 to 9007199254740991 but was 0'],
    [
      'MaxInputBytesPerBatch',
      { MaxInputBytesPerBatch: '{% 262145 %}' },
      'must be from 1 to 262144 but was 262145',
    ],
    [
      'BatchInput/a',
      { MaxItemsPerBatch: 1, BatchInput: { a: '{% $missing %}' } },
      'returned nothing (undefined).',
    ],
  ])('fails without a Map Run if %s of its ItemBatcher is invalid', async (field, batcher, reason) => {
    const harness = new Harness();
    const record = await harness.run(
      map({ ItemBatcher: batcher, ItemProcessor: distributed(pass), Items: [1] }),
    );
    expect(record.cause).toContain(`ield 'ItemBatcher/${field}' ${reason}`);
    const events = await harness.events(record.executionArn);
    expect(events.slice(3).map(({ type }) => type)).toEqual([
      'EvaluationFailed',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
    expect(events[3]).toMatchObject({ details: { location: `ItemBatcher/${field}` } });
  });

  it('names ItemSelector when it fails for an item', async () => {
    const harness = new Harness();
    const record = await harness.run(
      map({
        Items: [1],
        ItemSelector: { a: '{% $missing %}' },
        ItemProcessor: distributed(pass),
        ToleratedFailurePercentage: 100,
      }),
    );
    expect(record.cause).toContain("specified for the field 'ItemSelector/a' returned nothing");
    expect(await mapRunOf(harness, record)).toMatchObject({ status: 'FAILED', itemCounts: { pending: 1 } });
  });

  it.each<[bytes: number, status: string]>([
    [100, 'SUCCEEDED'],
    [101, 'FAILED'],
  ])('with a child input of %i bytes, 100 allowed, has %s', async (bytes, status) => {
    const harness = new Harness({}, { quotas: { payloadBytes: 100 } });
    const record = await harness.run(
      map({
        Items: [`{% $pad("", ${bytes - 2}, "x") %}`],
        ItemProcessor: distributed({ I: { Type: 'Succeed', Output: 1 } }),
      }),
    );
    expect([record.status, record.error]).toEqual([
      status,
      status === 'FAILED' ? 'States.DataLimitExceeded' : undefined,
    ]);
    expect(await childrenOf(harness, record)).toHaveLength(status === 'FAILED' ? 0 : 1);
  });

  it.each<[payloadBytes: number, status: string]>([
    [100, 'SUCCEEDED'],
    [99, 'FAILED'],
  ])('with a result of 100 bytes, %i allowed, has %s', async (payloadBytes, status) => {
    const harness = new Harness({}, { quotas: { payloadBytes } });
    const output = `{% $pad("", ${(100 - '[,,]'.length) / 6 - 1}, "é") %}`;
    const record = await harness.run(
      map({
        Items: [1, 2, 3],
        ItemProcessor: distributed({ I: { Type: 'Succeed', Output: output } }),
        Output: 'small',
      }),
    );
    expect(record.status).toBe(status);
  });

  it('updates its counts at each step, and its stop date only at the end', async () => {
    const seen: MapRunRecord[] = [];
    const harness = new Harness(
      {
        work: async (payload, { signal }) => {
          await harness.clock.sleep(1000, signal);
          if (JSON.stringify(payload).includes('3')) throw new TaskError('Broken', '');
          return payload;
        },
      },
      { observer: { onMapRun: (mapRun) => seen.push(mapRun) } },
    );
    const start = harness.clock.now();
    await harness.run(
      map({
        Items: [1, 2, 3, 4, 5],
        MaxConcurrency: 1,
        ItemBatcher: { MaxItemsPerBatch: 2 },
        ToleratedFailureCount: 4,
        ToleratedFailurePercentage: 80,
        ItemProcessor: distributed({ T: task('work') }),
      }),
    );
    const counts = ({ pending, running, succeeded, failed, total }: MapRunRecord['itemCounts']) =>
      [pending, running, succeeded, failed, total].join(' ');
    expect(
      seen.map(({ status, itemCounts, executionCounts }) => [
        status,
        counts(itemCounts),
        counts(executionCounts),
      ]),
    ).toEqual([
      ['RUNNING', '5 0 0 0 5', '3 0 0 0 3'],
      ['RUNNING', '3 2 0 0 5', '2 1 0 0 3'],
      ['RUNNING', '3 0 2 0 5', '2 0 1 0 3'],
      ['RUNNING', '1 2 2 0 5', '1 1 1 0 3'],
      ['RUNNING', '1 0 2 2 5', '1 0 1 1 3'],
      ['RUNNING', '0 1 2 2 5', '0 1 1 1 3'],
      ['RUNNING', '0 0 3 2 5', '0 0 2 1 3'],
      ['SUCCEEDED', '0 0 3 2 5', '0 0 2 1 3'],
    ]);
    expect(seen.map(({ stopDate }) => stopDate)).toEqual([
      ...Array.from({ length: 7 }, () => undefined),
      start + 3000,
    ]);
    expect(seen[0]).not.toHaveProperty('stopDate');
    const last = seen.at(-1)!;
    expect(last).toMatchObject({
      label: 'L',
      childType: 'STANDARD',
      startDate: start,
      maxConcurrency: 1,
      toleratedFailureCount: 4,
      toleratedFailurePercentage: 80,
      redriveCount: 0,
      itemCounts: { resultsWritten: 3, failuresNotRedrivable: 0 },
      executionCounts: { resultsWritten: 2, failuresNotRedrivable: 0 },
    });
  });

  it('also updates them when it is redriven', async () => {
    const seen: MapRunRecord[] = [];
    let isBroken = true;
    const work: FakeFunction = (payload) => {
      if (isBroken) throw new TaskError('Broken', '');
      return payload;
    };
    const harness = new Harness({ work }, { observer: { onMapRun: (mapRun) => seen.push(mapRun) } });
    const failed = await harness.run(
      map({ Items: [1, 2], MaxConcurrency: 1, ItemProcessor: distributed({ T: task('work') }) }),
    );
    seen.length = 0;
    isBroken = false;
    await harness.clock.sleep(1000);
    const { redriveDate } = await harness.redrive(failed.executionArn);
    expect(
      seen.map(({ status, executionCounts: { pending, pendingRedrive, running, succeeded } }) => [
        status,
        [pending, pendingRedrive, running, succeeded].join(' '),
      ]),
    ).toEqual([
      ['RUNNING', '1 1 0 0'],
      ['RUNNING', '1 0 1 0'],
      ['RUNNING', '1 0 0 1'],
      ['RUNNING', '0 0 1 1'],
      ['RUNNING', '0 0 0 2'],
      ['SUCCEEDED', '0 0 0 2'],
    ]);
    expect(seen[0]).toMatchObject({ redriveCount: 1, redriveDate, startDate: failed.startDate });
    expect(seen[0]).not.toHaveProperty('stopDate');
    const redriven = (await harness.events(failed.executionArn)).find(
      ({ type }) => type === 'MapRunRedriven',
    );
    expect(redriven?.details).toEqual({ mapRunArn: seen[0]!.mapRunArn, redriveCount: 1 });
  });

  it.each(['Parallel', 'Map'])(
    'lets Express children finish when another part of a %s fails',
    async (type) => {
      const harness = new Harness();
      const branch = { F: { Type: 'Wait', Seconds: 1, Next: 'F2' }, F2: { Type: 'Fail', Error: 'E' } };
      const slow = distributed({ W: { Type: 'Wait', Seconds: 10, End: true } }, 'EXPRESS');
      const inner = { M: { Type: 'Map', Items: [1], ItemProcessor: slow, End: true } };
      const choice = {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'F' }],
        Default: 'M',
      };
      const outer =
        type === 'Parallel'
          ? { Type: 'Parallel', Branches: [program(branch), program(inner)], End: true }
          : {
              Type: 'Map',
              Items: [1, 2],
              ItemProcessor: program({ C: choice, ...branch, ...inner }),
              End: true,
            };
      const record = await harness.run(program({ O: outer }));
      expect(record.error).toBe('E');
      const [child] = await childrenOf(harness, record);
      expect(child?.record.status).toBe('SUCCEEDED');
    },
  );

  it.each<[field: string, value: string, maximum: number]>([
    ['ToleratedFailureCount', '{% "5" %}', Number.MAX_SAFE_INTEGER],
    ['ToleratedFailureCount', '{% -1 %}', Number.MAX_SAFE_INTEGER],
    ['ToleratedFailureCount', '{% 1e16 %}', Number.MAX_SAFE_INTEGER],
    ['ToleratedFailurePercentage', '{% "5" %}', 100],
    ['ToleratedFailurePercentage', '{% -0.5 %}', 100],
    ['ToleratedFailurePercentage', '{% 100.5 %}', 100],
  ])('is not started with a %s of %s', async (field, value, maximum) => {
    const harness = new Harness();
    const record = await harness.run(map({ Items: [1], [field]: value, ItemProcessor: distributed(pass) }));
    expect(record).toMatchObject({
      error: 'States.Runtime',
      cause: expect.stringContaining(`The ${field} field must be a number from 0 to ${maximum} but was `),
    });
    expect((await harness.engine.listMapRuns(record.executionArn, 1)).items).toEqual([]);
  });

  it.each<[tolerance: object, status: string]>([
    [{ ToleratedFailureCount: '{% 0 %}' }, 'FAILED'],
    [{ ToleratedFailureCount: '{% 1.9 %}' }, 'FAILED'],
    [{ ToleratedFailurePercentage: '{% 0 %}' }, 'FAILED'],
    [{ ToleratedFailurePercentage: '{% 100 %}' }, 'SUCCEEDED'],
  ])('whose items all fail with %j is %s', async (tolerance, status) => {
    const harness = new Harness();
    const record = await harness.run(
      map({ Items: [1, 2], ...tolerance, ItemProcessor: distributed({ F: { Type: 'Fail' } }) }),
    );
    const error = status === 'FAILED' ? 'States.ExceedToleratedFailureThreshold' : undefined;
    expect([record.status, record.error]).toEqual([status, error]);
  });

  it('of no items succeeds with any tolerance', async () => {
    const record = await new Harness().run(map({ Items: [], ItemProcessor: distributed(pass) }));
    expect(record).toMatchObject({ status: 'SUCCEEDED', output: '[]' });
  });

  it('counts a timeout as a failure', async () => {
    const harness = new Harness({}, { quotas: { expressExecutionMs: 1000 } });
    const record = await harness.run(
      map({
        Items: [1, 2],
        ToleratedFailureCount: 1,
        ItemProcessor: distributed({ W: { Type: 'Wait', Seconds: 2, End: true } }, 'EXPRESS'),
      }),
    );
    expect(record.error).toBe('States.ExceedToleratedFailureThreshold');
  });
});

describe('the results of a Map Run', () => {
  it('are discarded once they have too many bytes', () => {
    const results = new Results(5);
    results.add(1, '1');
    results.add(0, '0');
    expect([results.exceeded, results.text]).toEqual([false, '[0,1]']);
    results.add(2, '2');
    expect([results.exceeded, results.text]).toEqual([true, '[]']);
  });
});
