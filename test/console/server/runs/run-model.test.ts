import { describe, expect, it } from '@jest/globals';
import type { DescribeExecutionOutput, DescribeMapRunOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { RunModel } from '../../../../console/server/runs/run-model.ts';
import type { RunSource } from '../../../../operate/run/run-source.ts';

const ARN = 'arn:aws:states:eu-west-2:000000000000:execution:machine:long';
const AT = new Date('2026-03-01T06:00:00Z');
const FIRST: HistoryEvent[] = [
  { id: 1, previousEventId: 0, timestamp: AT, type: 'ExecutionStarted' },
  {
    id: 2,
    previousEventId: 0,
    timestamp: AT,
    type: 'PassStateEntered',
    stateEnteredEventDetails: { name: 'Wait for it' },
  },
];
const SECOND: HistoryEvent[] = [
  {
    id: 3,
    previousEventId: 2,
    timestamp: AT,
    type: 'PassStateExited',
    stateExitedEventDetails: { name: 'Wait for it' },
  },
  { id: 4, previousEventId: 3, timestamp: AT, type: 'ExecutionSucceeded' },
];

/** An ended execution whose second page is held until it is released. */
function twoPages(second: () => Promise<HistoryEvent[]>): RunSource {
  let pages = 0;
  return {
    imported: false,
    get hasMore() {
      return pages < 2;
    },
    describe: () =>
      Promise.resolve({ status: 'SUCCEEDED', startDate: AT, stopDate: AT } as DescribeExecutionOutput),
    next: () => {
      pages += 1;
      return pages === 1 ? Promise.resolve(FIRST) : second();
    },
    definition: () => Promise.resolve('{"StartAt":"Wait for it","States":{}}'),
    mapRun: () => Promise.reject(new Error('there is none')),
  };
}

/** A model that has read its first page. The second page is held until it is released. */
async function readInPart() {
  let letGo: (events: HistoryEvent[]) => void = () => undefined;
  const model = new RunModel(
    twoPages(() => new Promise((resolve) => (letGo = resolve))),
    ARN,
  );
  const { nextPage } = model;
  const whole = model.refresh(0, 0);
  await nextPage;
  return { model, begun: await model.update(undefined), letGo, whole };
}

/** Visits of a state after the second page: two events each. */
const stepsAgain = (count: number): HistoryEvent[] =>
  Array.from({ length: count }, (_, index): HistoryEvent[] => [
    {
      id: 2 * index + 5,
      timestamp: AT,
      type: 'PassStateEntered',
      stateEnteredEventDetails: { name: 'Again' },
    },
    {
      id: 2 * index + 6,
      previousEventId: 2 * index + 5,
      timestamp: AT,
      type: 'PassStateExited',
      stateExitedEventDetails: { name: 'Again' },
    },
  ]).flat();

describe('a run while it is read', () => {
  it('shows its first page while the second is read, with unended visits as running', async () => {
    const { model, begun, letGo, whole } = await readInPart();

    expect(begun?.update).toMatchObject({
      reading: true,
      events: [{ id: 1 }, { id: 2 }],
      visits: [{ name: 'Wait for it', status: 'running' }],
    });

    letGo(SECOND);
    await whole;
    const ended = await model.update(begun?.seen);
    expect(ended?.update).toMatchObject({
      reading: false,
      events: [{ id: 3 }, { id: 4 }],
      visits: [{ name: 'Wait for it', status: 'succeeded' }],
    });
    expect(await model.update(ended?.seen)).toBeUndefined();
  });

  it('reports visits without an end once all is read', async () => {
    const { model, begun, letGo, whole } = await readInPart();
    letGo([{ id: 3, timestamp: AT, type: 'ExecutionAborted' }]);
    await whole;
    const ended = await model.update(begun?.seen);

    expect(ended?.update.visits).toMatchObject([{ name: 'Wait for it', status: 'aborted' }]);
  });

  it('is sent in two parts to a page that opens later', async () => {
    const long = [...SECOND, ...stepsAgain(1_250)];
    const model = new RunModel(
      twoPages(() => Promise.resolve(long)),
      ARN,
    );
    await model.refresh(0, 0);
    const begun = await model.update(undefined);
    const rest = await model.update(begun?.seen);

    expect(begun?.update.reading).toBe(true);
    expect(begun?.update.events.map(({ id }) => id)).toEqual(
      Array.from({ length: 1_000 }, (_, at) => at + 1),
    );
    expect(begun?.update.visits.every(({ id }) => id <= 1_000)).toBe(true);
    expect(rest?.update.reading).toBe(false);
    expect(rest?.update.events).toHaveLength(1_504);
    expect(rest?.update.events[0]?.id).toBe(1_001);
    expect(begun?.update.visits.length).toBe(499);
    expect(rest?.update.visits.length).toBe(752);
    expect(await model.update(rest?.seen)).toBeUndefined();
  });

  it('is sent in messages of at most 4,000 events, so that other requests are answered between them', async () => {
    const model = new RunModel(
      twoPages(() => Promise.resolve([...SECOND, ...stepsAgain(5_000)])),
      ARN,
    );
    await model.refresh(0, 0);
    const sent: number[][] = [];
    const reading: boolean[] = [];
    for (let part = await model.update(undefined); part !== undefined; part = await model.update(part.seen)) {
      sent.push(part.update.events.map(({ id }) => id));
      reading.push(part.update.reading);
    }

    expect(sent.map((ids) => ids.length)).toEqual([1_000, 4_000, 4_000, 1_004]);
    expect(sent.flat()).toEqual(model.events.map(({ id }) => id));
    expect(reading).toEqual([true, true, true, false]);
  });

  it('sends nothing to a page that is ahead after the run was dropped from the cache', async () => {
    const model = new RunModel(
      twoPages(() => new Promise(() => undefined)),
      ARN,
    );
    const { nextPage } = model;
    void model.refresh(0, 0);
    await nextPage;

    expect(
      await model.update({ lastEvent: 4, status: 'SUCCEEDED 0 false false', mapRuns: '[]', work: 'null' }),
    ).toBeUndefined();
  });

  it('reads a Map Run again that a redrive has ended between two looks', async () => {
    const mapRunArn = `${ARN}/Items:run`;
    const end = (id: number, type: 'ExecutionFailed' | 'ExecutionSucceeded'): HistoryEvent => ({
      id,
      timestamp: AT,
      type,
    });
    const looks = [
      [
        { id: 1, previousEventId: 0, timestamp: AT, type: 'ExecutionStarted' },
        {
          id: 2,
          previousEventId: 0,
          timestamp: AT,
          type: 'MapStateEntered',
          stateEnteredEventDetails: { name: 'Items' },
        },
        {
          id: 3,
          previousEventId: 2,
          timestamp: AT,
          type: 'MapRunStarted',
          mapRunStartedEventDetails: { mapRunArn },
        },
        end(4, 'ExecutionFailed'),
      ],
      [
        { id: 5, previousEventId: 4, timestamp: AT, type: 'ExecutionRedriven' },
        {
          id: 6,
          previousEventId: 5,
          timestamp: AT,
          type: 'MapRunRedriven',
          mapRunRedrivenEventDetails: { mapRunArn, redriveCount: 1 },
        },
        {
          id: 7,
          previousEventId: 6,
          timestamp: AT,
          type: 'MapStateExited',
          stateExitedEventDetails: { name: 'Items' },
        },
        end(8, 'ExecutionSucceeded'),
      ],
    ] satisfies HistoryEvent[][];
    let look = -1;
    const asked: string[] = [];
    const source: RunSource = {
      ...twoPages(() => Promise.resolve([])),
      hasMore: false,
      describe: () => {
        look += 1;
        const status = look === 0 ? 'FAILED' : 'SUCCEEDED';
        return Promise.resolve({
          executionArn: ARN,
          stateMachineArn: ARN,
          status,
          startDate: AT,
          stopDate: AT,
          redriveCount: look,
        });
      },
      next: () => Promise.resolve(looks[look] ?? []),
      mapRun: (arn) => {
        asked.push(arn);
        return Promise.resolve({
          mapRunArn: arn,
          status: look === 0 ? 'FAILED' : 'SUCCEEDED',
        } as DescribeMapRunOutput);
      },
    };
    const model = new RunModel(source, ARN);
    await model.refresh(0, 0);
    await model.refresh(1, 0);
    await model.refresh(2, 0);

    expect(model.mapRuns).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(asked).toHaveLength(2);
  });

  it('reads the Map Run of a succeeded run only for a page, and once', async () => {
    const mapRunArn = 'arn:aws:states:eu-west-2:000000000000:mapRun:machine/Label:one';
    const asked: string[] = [];
    const events: HistoryEvent[] = [
      { id: 1, timestamp: AT, type: 'ExecutionStarted' },
      {
        id: 2,
        timestamp: AT,
        type: 'MapStateEntered',
        stateEnteredEventDetails: { name: 'Ingest' },
      },
      {
        id: 3,
        previousEventId: 2,
        timestamp: AT,
        type: 'MapRunStarted',
        mapRunStartedEventDetails: { mapRunArn },
      },
      {
        id: 4,
        previousEventId: 3,
        timestamp: AT,
        type: 'MapStateExited',
        stateExitedEventDetails: { name: 'Ingest' },
      },
      { id: 5, previousEventId: 4, timestamp: AT, type: 'ExecutionSucceeded' },
    ];
    const model = new RunModel(
      {
        ...twoPages(() => Promise.resolve([])),
        hasMore: false,
        next: () => Promise.resolve(events),
        mapRun: (arn) => {
          asked.push(arn);
          return Promise.resolve({ mapRunArn: arn, status: 'SUCCEEDED' } as DescribeMapRunOutput);
        },
      },
      ARN,
    );
    await model.refresh(0, 0, 'row');
    const forTheList = [...asked];
    await Promise.all([model.refresh(0, 0), model.refresh(0, 0)]);
    await model.refresh(1, 0);

    expect(forTheList).toEqual([]);
    expect(asked).toEqual([mapRunArn]);
    expect(model.mapRuns).toMatchObject([{ mapRunArn, status: 'SUCCEEDED' }]);
  });
});
