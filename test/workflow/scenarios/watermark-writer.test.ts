import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WatermarkItem } from '../../../events/types.ts';
import { createDynamodbTasks, type TaskCall, type TaskInvoker } from '../../../local/stepfunctions/index.ts';
import { createProgressTable } from '../../../tasks/shared/progress/dynamodb-progress.ts';
import type { ProgressTable } from '../../../tasks/shared/progress/progress-table.ts';
import { createTable, openDynamodb, type OpenDynamodb } from '../../local/dynamodb/support/local-dynamodb.ts';
import { memoryProgress } from '../../tasks/support/memory-progress.ts';
import { watermarkAt } from './support/items.ts';
import { WorkflowHarness, summaryOf } from './support/workflow-harness.ts';
import { watermarkWriter } from './support/watermark-writer.ts';

/** The table that the harness's definition names. */
const TABLE = 'TvGuideProgress';
const END = '2026-11-24T06:00:00Z';
const OWN = 'arn:aws:states:eu-west-2:000000000000:execution:machine:own';

const FOUND: readonly (readonly [what: string, item: WatermarkItem | null])[] = [
  ['is absent', null],
  ['is smaller', watermarkAt('2026-11-24T05:59:59Z', { executionArn: 'arn:other' })],
  ['is smaller, and nobody knows whose', watermarkAt('2026-11-23T06:00:00Z')],
  ['is equal, by this execution', watermarkAt(END, { executionArn: OWN })],
  [
    'is equal, by another',
    watermarkAt(END, { executionArn: 'arn:other', listedFrom: '2026-11-22T06:00:00Z' }),
  ],
  ['is equal, and nobody knows whose', watermarkAt(END)],
  ['is greater', watermarkAt('2026-11-24T06:00:01Z', { executionArn: 'arn:other' })],
  ['is greater, by this execution', watermarkAt('2026-11-24T06:00:01Z', { executionArn: OWN })],
];

/** The call of Advance watermark by the engine, for an execution named own. */
async function callOfAdvanceWatermark(): Promise<TaskCall> {
  let call: TaskCall | undefined;
  const harness = new WorkflowHarness({
    around: (made, carryOut) => {
      if (made.stateName === 'Advance watermark') call = made;
      return carryOut();
    },
  });
  const { executionArn } = await harness.start('own');
  await harness.engine.whenEnded(executionArn);
  expect(executionArn).toBe(OWN);
  // The engine's own signal is aborted by now.
  return { ...call!, signal: new AbortController().signal };
}

describe('Advance watermark on a real server and on the table in memory', () => {
  let server: OpenDynamodb;
  let table: ProgressTable;
  let tasks: TaskInvoker;

  beforeAll(async () => {
    server = await openDynamodb();
    await createTable(server.client, TABLE);
    table = createProgressTable(server.client, TABLE);
    tasks = createDynamodbTasks({ client: server.client, clock: { now: () => 0 } });
  });
  afterAll(() => server.close());

  it.each(FOUND)('has the same result when the earlier watermark %s', async (_, found) => {
    const before = await table.readWatermark('new_titles');
    if (before !== null) await table.remove(before);
    if (found !== null) await table.put(found, null);
    const memory = memoryProgress(...(found === null ? [] : [found]));
    const call = await callOfAdvanceWatermark();

    const real = await tasks.invoke(call);
    const imitated = await watermarkWriter(memory).invoke(call);

    const written = await table.readWatermark('new_titles');
    expect(memory.item('new_titles', 'watermark')).toEqual(written);
    expect([imitated.status, errorOf(imitated)]).toEqual([real.status, errorOf(real)]);
    const isKept =
      found !== null && (found.watermark > END || (found.watermark === END && found.executionArn !== OWN));
    expect(errorOf(real)).toBe(isKept ? 'DynamoDB.ConditionalCheckFailedException' : null);
    expect(written).toEqual(
      isKept ? found : watermarkAt(END, { listedFrom: '2026-11-23T06:00:00Z', executionArn: OWN }),
    );
  });

  it('completes a run on the real server', async () => {
    const before = await table.readWatermark('new_titles');
    if (before !== null) await table.remove(before);
    const harness: WorkflowHarness = new WorkflowHarness({
      around: (call, carryOut) =>
        call.stateName === 'Advance watermark' ? harness.clock.hold(tasks.invoke(call)) : carryOut(),
    });

    const record = await harness.ingest();

    expect(summaryOf(record).watermark).toBe(END);
    expect(await table.readWatermark('new_titles')).toMatchObject({
      watermark: END,
      executionArn: record.executionArn,
    });
  });
});

function errorOf(outcome: Awaited<ReturnType<TaskInvoker['invoke']>>): string | null {
  return outcome.status === 'FAILED' ? outcome.error : null;
}
