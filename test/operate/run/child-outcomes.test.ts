import { beforeEach, describe, expect, it } from '@jest/globals';
import { DescribeExecutionCommand, type ExecutionListItem } from '@aws-sdk/client-sfn';
import { executionsOf } from '../../../operate/aws/executions.ts';
import { connectStepFunctions } from '../../../operate/aws/step-functions.ts';
import { ChildOutcomes, outcomeOfChild } from '../../../operate/run/child-outcomes.ts';
import { FakeIo } from '../../cli/support/fake-io.ts';
import { type FakeExecution, FakeStepFunctions, mapRunArn } from '../../cli/support/fake-step-functions.ts';
import { historyOf } from '../../cli/support/history.ts';

const fake = new FakeStepFunctions();
beforeEach(() => fake.reset());

const child = (name: string, status: 'RUNNING' | 'SUCCEEDED' | 'FAILED', more = {}): FakeExecution => ({
  name,
  childOf: mapRunArn,
  description: { status, input: JSON.stringify({ Items: [1, { titleId: 2 }] }), ...more },
  events: historyOf({ type: 'ExecutionStarted' }),
});
const asked = () =>
  fake.mock.commandCalls(DescribeExecutionCommand).map(({ args }) => args[0].input.executionArn ?? '');

async function open(options: object) {
  const io = new FakeIo();
  const sfn = await connectStepFunctions(options, io);
  const list = async () => {
    const items: ExecutionListItem[] = [];
    for await (const item of executionsOf(sfn, { mapRunArn })) items.push(item);
    return items;
  };
  return { outcomes: new ChildOutcomes(sfn, io), list };
}
const LOCAL = { local: true, endpointUrl: 'http://127.0.0.1:9' };
const AWS = { region: 'eu-west-2', endpointUrl: 'http://127.0.0.1:9' };

describe('the outcome of a child', () => {
  it('has each title once, and those that left a service', () => {
    const Items = [
      1,
      { titleId: 2, on: ['GB:203'] },
      { titleId: 3, from: 'GB:26' },
      { titleId: 3, from: 'GB:203' },
    ];

    expect(outcomeOfChild({ input: JSON.stringify({ Items }) })).toMatchObject({
      titleIds: [1, 2, 3],
      leftIds: [3],
    });
  });
});

describe('the outcomes of the children of a Map Run', () => {
  it('are read once, and again after a change', async () => {
    const { outcomes, list } = await open(LOCAL);
    fake.add(child('a', 'RUNNING'), child('b', 'SUCCEEDED'));
    expect((await list()).map((item) => outcomes.of(item))).toEqual([undefined, undefined]);

    expect(await outcomes.read(await list())).toBe(true);
    expect(await outcomes.read(await list())).toBe(true);
    expect(asked()).toHaveLength(2);

    fake.add(child('a', 'FAILED', { error: 'Stream.Throttled', cause: 'full' }));
    await outcomes.read(await list());
    const failed = (await list()).find(({ name }) => name === 'a')!;
    expect(asked()).toHaveLength(3);
    expect(outcomes.of(failed)).toEqual({
      titleIds: [1, 2],
      leftIds: [],
      result: null,
      error: 'Stream.Throttled',
      message: 'full',
    });
  });

  it('are read ten at a time on AWS, those that did not succeed first', async () => {
    const { outcomes, list } = await open(AWS);
    fake.add(
      ...Array.from({ length: 12 }, (_, index) => child(`good-${index}`, 'SUCCEEDED')),
      child('bad', 'FAILED'),
    );

    expect(await outcomes.read(await list())).toBe(false);
    expect(asked()).toHaveLength(10);
    expect(asked()[0]).toMatch(/bad$/);
    expect(await outcomes.read(await list())).toBe(true);
    expect(new Set(asked()).size).toBe(13);
  });

  it('have no result if the output is of another form', async () => {
    const { outcomes, list } = await open(LOCAL);
    fake.add(child('odd', 'SUCCEEDED', { output: '{"published":"many"}' }));
    const items = await list();
    await outcomes.read(items);

    expect(items.map((item) => outcomes.of(item)?.result)).toEqual([null]);
  });
});
