import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  RedriveExecutionCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { MemoryStore } from '../../../../local/stepfunctions/testing.ts';
import { executionArn, machineArn, ROLE, startService, WAIT } from './support/service.ts';
import { PICK, useSession } from './support/session.ts';

const session = useSession();

describe('RedriveExecution', () => {
  beforeEach(() => session.create('m', PICK));

  it('runs failed states again, once for a client token', async () => {
    session.failing.add(1);
    const arn = await session.run('m', undefined, '1');
    const first = await session.redrive(arn, 'token-1');
    await session.engine.whenEnded(arn);
    const again = await session.redrive(arn, 'token-1');
    expect(again.redriveDate).toEqual(first.redriveDate);
    expect(await session.describe(arn)).toMatchObject({
      status: 'FAILED',
      redriveCount: 1,
      redriveStatus: 'REDRIVABLE',
    });
    session.failing.clear();
    await session.redrive(arn, 'token-2');
    await session.engine.whenEnded(arn);
    expect(await session.describe(arn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
    const redriven = (await session.history(arn)).filter(({ type }) => type === 'ExecutionRedriven');
    expect(redriven.map((event) => event.executionRedrivenEventDetails)).toEqual([
      { redriveCount: 1 },
      { redriveCount: 2 },
    ]);
  });

  it('describes a redriven execution without its end', async () => {
    await session.create('w', WAIT);
    const { executionArn: arn } = await session.start('w');
    await session.client.send(new StopExecutionCommand({ executionArn: arn, error: 'E', cause: 'C' }));
    expect(await session.describe(arn)).toMatchObject({ stopDate: expect.any(Date), error: 'E', cause: 'C' });
    const { redriveDate } = await session.redrive(arn);
    const described = await session.describe(arn);
    expect(described).toMatchObject({
      status: 'RUNNING',
      redriveDate,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    for (const member of ['stopDate', 'error', 'cause']) expect(described).not.toHaveProperty(member);
    await session.client.send(new StopExecutionCommand({ executionArn: arn }));
  });

  it('accepts the token of a success again, and no other; a refused request does not use up its token', async () => {
    session.failing.add(1);
    const arn = await session.run('m', undefined, '1');
    session.failing.clear();
    const { redriveDate } = await session.redrive(arn, 'token-1');
    await session.engine.whenEnded(arn);
    expect((await session.redrive(arn, 'token-1')).redriveDate).toEqual(redriveDate);
    for (let again = 0; again < 2; again += 1) {
      await expect(session.redrive(arn, 'token-2')).rejects.toMatchObject({ name: 'ExecutionNotRedrivable' });
    }
  });

  it('reports why an execution cannot be redriven', async () => {
    const arn = await session.run('m', undefined, '1');
    await expect(session.redrive(arn)).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: `Execution ${arn} invalid for redrive as: Execution is SUCCEEDED and cannot be redriven`,
    });
    await expect(session.redrive(arn.replace(':execution:', ':express:'))).rejects.toMatchObject({
      name: 'InvalidArn',
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    });
    await expect(session.redrive(executionArn('m', 'nobody'))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
    });
    await expect(session.redrive(arn, 'a b')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('does not redrive executions of a state machine that is being deleted', async () => {
    session.failing.add(1);
    const arn = await session.run('m', undefined, '1');
    const stateMachineArn = machineArn('m');
    await session.client.send(new UpdateStateMachineCommand({ stateMachineArn, definition: WAIT }));
    await session.start('m');
    await session.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    const reason = 'State machine is in DELETING status';
    expect(await session.describe(arn)).toMatchObject({
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: reason,
    });
    await expect(session.redrive(arn)).rejects.toMatchObject({
      name: 'ExecutionNotRedrivable',
      message: `Execution ${arn} invalid for redrive as: ${reason}`,
    });
  });
});

it('describes an execution whose process died as running, and redrives it', async () => {
  const store = new MemoryStore();
  const machines = { kept: [] };
  const before = await startService({ store, machines });
  const stateMachineArn = machineArn('m');
  await before.client.send(new CreateStateMachineCommand({ name: 'm', definition: WAIT, roleArn: ROLE }));
  const { executionArn: arn } = await before.client.send(new StartExecutionCommand({ stateMachineArn }));
  await before.close();

  const after = await startService({ store, machines });
  const described = new DescribeExecutionCommand({ executionArn: arn });
  expect(await after.client.send(described)).toMatchObject({
    status: 'RUNNING',
    redriveStatus: 'REDRIVABLE',
  });
  await after.client.send(new RedriveExecutionCommand({ executionArn: arn }));
  expect(await after.client.send(described)).toMatchObject({
    status: 'RUNNING',
    redriveStatus: 'NOT_REDRIVABLE',
  });
  await after.client.send(new StopExecutionCommand({ executionArn: arn }));
  expect(await after.client.send(described)).toMatchObject({ status: 'ABORTED', redriveCount: 1 });
  await after.close();
});
