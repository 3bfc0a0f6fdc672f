import { beforeEach, describe, expect, it } from '@jest/globals';
import { findRedriver } from '../../../operate/executions/find-redriver.ts';
import { fakeContext } from '../../console/server/support/fake-context.ts';
import {
  executionArnOf,
  type FakeExecution,
  FakeStepFunctions,
  stateMachineArn,
} from '../../cli/support/fake-step-functions.ts';
import { entered, exited, historyOf, type EventSketch } from '../../cli/support/history.ts';

beforeEach(() => new FakeStepFunctions().reset());

const executionArn = executionArnOf('run');
const redriver = (name: string, handled: string, ...events: EventSketch[]): FakeExecution => ({
  name,
  machine: 'redrive-failed-run',
  description: { status: 'RUNNING', input: JSON.stringify({ executionArn: handled }) },
  events: historyOf(...events),
});
const wait = entered('Wait', 'Wait before redrive', '{"waitSeconds":900}');
const find = async (...executions: FakeExecution[]) => {
  const { context } = await fakeContext(executions);
  return findRedriver(context.sfn, { executionArn, stateMachineArn });
};

describe('the redriver of an execution', () => {
  it('is the one that handles it, with the end of its wait', async () => {
    expect(
      await find(redriver('other', executionArnOf('other'), wait), redriver('own', executionArn, wait)),
    ).toEqual({ name: 'own', redriveAt: Date.parse('2026-11-24T06:15:00Z') });
  });

  it('has no time while it judges the execution', async () => {
    const after = exited('Wait', 'Wait before redrive');

    expect(await find(redriver('own', executionArn, wait, after))).toEqual({ name: 'own', redriveAt: null });
  });

  it('is absent without an execution that handles it, and for other state machines', async () => {
    expect(await find(redriver('other', executionArnOf('other'), wait))).toBeUndefined();
    const { context } = await fakeContext([redriver('own', executionArn, wait)]);
    const other = { executionArn, stateMachineArn: stateMachineArn.replace('title-ingestion', 'hello') };
    expect(await findRedriver(context.sfn, other)).toBeUndefined();
  });
});
