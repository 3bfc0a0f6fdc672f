import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../../local/stepfunctions/interpreter/json.ts';
import type { Quotas } from '../../../../local/stepfunctions/interpreter/quotas.ts';
import { MemoryStore, outputOf } from '../../../../local/stepfunctions/testing.ts';
import { settled } from '../../../support/settled.ts';
import { call } from './lambda/support/call.ts';
import { branch, CHILD, echo, failing, nested, program, waiting, World } from './support/nested-world.ts';

const abortCause = (executionArn: string): string =>
  `The Task state in AWS Step Functions execution [${executionArn}] which was managing this resource was aborted`;

describe('an execution that a state waits for', () => {
  const fail = { Type: 'Fail', Error: 'Sibling' };
  const late = branch({ Late: { Type: 'Wait', Seconds: 1, Next: 'Bad' }, Bad: fail });
  const parallel = (Branches: JsonObject[]): JsonObject =>
    program({ Both: { Type: 'Parallel', Branches, End: true } });

  it.each<[how: string, parent: JsonObject, quotas: Partial<Quotas>]>([
    ['the state times out', program({ Nest: nested('.sync', { TimeoutSeconds: 1 }) }), {}],
    ['the parent times out', { ...program({ Nest: nested('.sync') }), TimeoutSeconds: 1 }, {}],
    ['a sibling fails', parallel([branch({ Nest: nested('.sync:2') }), late]), {}],
    ['the history is full before TaskSubmitted', program({ Nest: nested('.sync') }), { historyEvents: 5 }],
  ])('is stopped when %s', async (_, parent, quotas) => {
    const world = await World.with(waiting, new MemoryStore(), quotas);
    const { executionArn } = await world.start(parent);
    await world.harness.engine.whenEnded(executionArn);
    await settled();

    expect(await world.children()).toMatchObject([
      {
        status: 'ABORTED',
        cause: abortCause(executionArn),
      },
    ]);
    expect((await world.children())[0]).not.toHaveProperty('error');
    expect(world.defects).toEqual([]);
  });

  it('is stopped when the parent is stopped, and started anew when the parent is redriven', async () => {
    const world = await World.with(waiting);
    const { executionArn } = await world.start(program({ Nest: nested('.sync') }));
    await world.harness.engine.stopExecution({ executionArn });
    await settled();
    expect(await world.children()).toMatchObject([{ status: 'ABORTED' }]);

    expect(await world.harness.redrive(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect((await world.children()).map(({ status }) => status)).toEqual(['ABORTED', 'SUCCEEDED']);
  });

  it('reports that it could not be stopped', async () => {
    const world = await World.with(waiting);
    const { executionArn } = await world.start(program({ Nest: nested('.sync') }));
    const broken = new Error('The disk is full');
    const stop = world.harness.engine.stopExecution.bind(world.harness.engine);
    world.harness.engine.stopExecution = () => Promise.reject(broken);
    await stop({ executionArn });
    await settled();

    expect(world.defects).toEqual([broken]);
  });

  it('survives the death of the process, and is redriven with its parent', async () => {
    const dying = await World.with(waiting);
    const { executionArn } = await dying.start(program({ Nest: nested('.sync:2') }));
    await dying.harness.engine.close();
    const [child] = await dying.children();
    expect(child).toMatchObject({ status: 'RUNNING' });

    const world = await World.with(waiting, dying.harness.store);
    await world.harness.engine.recover();
    const record = await world.harness.redrive(executionArn);
    expect(outputOf(record)).toMatchObject({ ExecutionArn: child!.executionArn, Output: 7, RedriveCount: 1 });
    expect(await world.children()).toHaveLength(1);
    expect(await world.harness.outline(executionArn)).toEqual([
      'ExecutionStarted#1<0',
      'TaskStateEntered#2<0',
      'TaskScheduled#3<2',
      'TaskStarted#4<3',
      'TaskSubmitted#5<4',
      'ExecutionRedriven#6<5',
      'TaskScheduled#7<2',
      'TaskStarted#8<7',
      'TaskSubmitted#9<8',
      'TaskSucceeded#10<9',
      'TaskStateExited#11<10',
      'ExecutionSucceeded#12<11',
    ]);
  });

  it('is stopped with a parent whose process died', async () => {
    const dying = await World.with(waiting);
    const { executionArn } = await dying.start(program({ Nest: nested('.sync') }));
    await dying.harness.engine.close();

    const { harness, children } = await World.with(waiting, dying.harness.store);
    await harness.engine.recover();
    await harness.engine.stopExecution({ executionArn, cause: 'by hand' });
    expect(await children()).toMatchObject([{ status: 'ABORTED', cause: abortCause(executionArn) }]);
  });

  it.each<[child: JsonObject, executions: number]>([
    [echo, 1],
    [failing({ Error: 'Boom' }), 2],
  ])('that ended while the process died is started again only if it failed', async (child, executions) => {
    const world = await World.with(child);
    const first = await world.run(nested(''));
    await settled();
    const resumes = JSON.stringify(outputOf(first));

    await world.tasks.invoke({
      ...call('arn:aws:states:::states:startExecution.sync', { StateMachineArn: CHILD }),
      resumes,
    });
    expect(await world.children()).toHaveLength(executions);
  });
});
