import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { previewRedrive } from '../../../../console/server/redrive/handlers.ts';
import { FAULT_SWITCHES } from '../../../../local/watchmode/fault-kinds.ts';
import { parentHistory } from '../../../cli/support/failed-run.ts';
import { definitionWith, FakeProgress, TABLE } from '../../../cli/support/fake-progress.ts';
import { executionArnOf, type FakeExecution } from '../../../cli/support/fake-step-functions.ts';
import { entered, exited, failed, historyOf, scheduled } from '../../../cli/support/history.ts';
import { counts, fakeContext, mapRunArn, ON_AWS } from '../support/fake-context.ts';
import { childHistory, type TitleOfRun } from '../support/title-runs.ts';

const AT = '2026-11-24T06:00:10.000Z';
const parent: FakeExecution = {
  name: 'red',
  description: { status: 'FAILED', redriveStatus: 'REDRIVABLE', redriveCount: 2 },
  events: parentHistory('failed'),
};
const child = (name: string, status: 'SUCCEEDED' | 'FAILED', ...titles: TitleOfRun[]): FakeExecution => ({
  name,
  childOf: mapRunArn,
  description: { status },
  events: childHistory(titles),
});
const table = new FakeProgress();
const preview = async (
  executions: readonly FakeExecution[],
  items = counts(9, { succeeded: 3 }),
  aws = false,
) => {
  const { context, fake } = await fakeContext(executions, aws ? ON_AWS : {});
  fake.currentDefinition = definitionWith(TABLE);
  fake.mapRuns.set(mapRunArn, {
    status: 'FAILED',
    itemCounts: items,
    executionCounts: { ...counts(4, { succeeded: 1, failed: 2 }), pending: 1 },
  });
  return previewRedrive(context, executionArnOf('red'));
};

const overtake = () =>
  table.put({
    ...{ feed: 'new_titles', item: 'claim' },
    ...{ executionArn: executionArnOf('nightly'), claimedAt: '2026-11-24T07:00:00.500Z' },
  });
const overtakenBy = {
  run: 'title-ingestion:nightly',
  claimedAt: Date.parse('2026-11-24T07:00:00.500Z'),
};

beforeEach(() => table.reset());

describe('the preview of a redrive', () => {
  it('counts what runs again and what is kept, and estimates the maximum cost', async () => {
    const told = await preview([
      parent,
      child('fine', 'SUCCEEDED', { id: 1, fetchedAt: AT }),
      child(
        'half',
        'FAILED',
        { id: 2, fetchedAt: AT },
        { id: 3, setAside: { outcome: 'skipped', error: 'Watchmode.TitleNotFound' } },
        // It had no answer, and is fetched again after the outage.
        { id: 4, setAside: { outcome: 'unanswered', error: 'Watchmode.Unavailable' } },
      ),
      // Its only title was aborted.
      child('nothing', 'FAILED', { id: 5 }),
    ]);

    expect(told).toEqual({
      refusal: null,
      states: ['Ingest titles'],
      redriveCount: 2,
      // Two failed batches, and one that was not started.
      children: { again: 3, total: 4 },
      titles: { again: 4, total: 9, kept: 5 },
      credits: 8,
      isEstimate: false,
      overtakenBy: null,
      overtakenProblem: null,
      faults: [],
    });
  });

  it('names the faults of the stand-in that are on, without an outage that is over', async () => {
    let answer = { faults: 'broken:0.02,outage:0+60', down: true };
    const control = createServer((_, response) => response.end(JSON.stringify(answer)));
    control.listen(0, '127.0.0.1');
    await once(control, 'listening');
    const { port } = control.address() as AddressInfo;
    const { context } = await fakeContext([parent], {
      standIn: { controlUrl: `http://127.0.0.1:${port}/stand-in/faults`, switches: FAULT_SWITCHES },
    });
    const faults = async () => (await previewRedrive(context, executionArnOf('red'))).faults;

    expect(await faults()).toEqual(['Broken titles', 'Outage']);
    answer = { faults: 'broken:0.02,outage:0+60', down: false };
    expect(await faults()).toEqual(['Broken titles']);
    answer = { faults: '', down: false };
    expect(await faults()).toEqual([]);
    control.closeAllConnections();
    control.close();
  });

  it('gives the reason why an execution cannot be redriven, without counts', async () => {
    const over = {
      status: 'SUCCEEDED',
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'it is over',
    } as const;

    expect(await preview([{ ...parent, description: over }])).toEqual({
      refusal: 'it is over',
      states: [],
      redriveCount: 0,
      children: null,
      titles: null,
      credits: null,
      isEstimate: false,
      overtakenBy: null,
      overtakenProblem: null,
      faults: [],
    });
  });

  it('counts no titles of a run that failed before its Map', async () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Task', 'List new titles', '{}', 0),
      scheduled(),
      failed('Watchmode.Unavailable', 'HTTP 503'),
      { type: 'ExecutionFailed' },
    );

    expect(await preview([{ ...parent, events }])).toMatchObject({
      states: ['List new titles'],
      children: null,
      titles: null,
      credits: null,
    });
  });

  it('fetches nothing for a run that failed after its Map', async () => {
    const events = historyOf(
      { type: 'ExecutionStarted' },
      entered('Map', 'Ingest titles', '{}', 0),
      { type: 'MapStateStarted' },
      { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn } },
      { type: 'MapRunSucceeded' },
      exited('Map', 'Ingest titles'),
      entered('Task', 'Advance watermark'),
      scheduled(),
      failed('DynamoDB.InternalServerErrorException', 'HTTP 500'),
      { type: 'ExecutionFailed' },
    );

    expect(await preview([{ ...parent, events }], counts(9, { succeeded: 9 }))).toMatchObject({
      states: ['Advance watermark'],
      titles: { again: 0, total: 9, kept: 9 },
      credits: 0,
    });
  });

  it('keeps nothing after an error that starts another Map Run', async () => {
    const description = { ...parent.description, error: 'States.DataLimitExceeded' };
    const half = child('half', 'FAILED', { id: 2, fetchedAt: AT });

    expect(await preview([{ ...parent, description }, half])).toMatchObject({
      children: { again: 4, total: 4 },
      titles: { again: 9, total: 9, kept: 0 },
      credits: 18,
    });
  });

  it('names the run that has overtaken it, and the credits spent twice', async () => {
    overtake();

    expect(await preview([parent])).toMatchObject({
      titles: { again: 6 },
      overtakenBy: { ...overtakenBy, creditsTwice: 12 },
    });
  });

  it('spends no credits twice for a run that was overtaken before its Map', async () => {
    overtake();
    const events = parent.events?.slice(0, 8) ?? [];

    expect(await preview([{ ...parent, events }])).toMatchObject({
      states: ['List new titles'],
      overtakenBy: { ...overtakenBy, creditsTwice: 0 },
    });
  });

  it('gives the reason why the overtaking run is unknown', async () => {
    table.mock.on(GetItemCommand).rejects(new Error('no route'));

    expect(await preview([parent])).toMatchObject({
      overtakenBy: null,
      overtakenProblem: expect.stringContaining('no route'),
    });
  });

  it('reads at most 20 children on AWS, and marks the result as an estimate', async () => {
    const children = Array.from({ length: 21 }, (_, index) =>
      child(`child-${index}`, 'FAILED', { id: index + 1, fetchedAt: AT }),
    );

    expect(await preview([parent, ...children], counts(21, {}), true)).toMatchObject({
      titles: { again: 1, total: 21, kept: 20 },
      isEstimate: true,
    });
  });
});
