import { describe, expect, it } from '@jest/globals';
import { ListExecutionsCommand, paginateListExecutions } from '@aws-sdk/client-sfn';
import { executionArn, machineArn, PASS } from './support/service.ts';
import { PICK, useSession } from './support/session.ts';

const session = useSession();

describe('ListExecutions', () => {
  const list = (fields: object) => session.client.send(new ListExecutionsCommand(fields));

  it('filters by status, newest first, and by redrives in a Map Run only', async () => {
    await session.create('m', PICK);
    session.failing.add(2);
    for (const [index, name] of ['one', 'two', 'three'].entries())
      await session.run('m', name, String(index + 1));
    const names = async (fields: object): Promise<unknown> =>
      (await list({ stateMachineArn: machineArn('m'), ...fields })).executions!.map(({ name }) => name);
    expect(await names({})).toEqual(['three', 'two', 'one']);
    expect(await names({ statusFilter: 'FAILED' })).toEqual(['two']);
    await expect(names({ redriveFilter: 'REDRIVEN' })).rejects.toMatchObject({ name: 'ValidationException' });
    session.failing.clear();
    await session.redrive(executionArn('m', 'two'));
    await session.engine.whenEnded(executionArn('m', 'two'));
    expect(await names({ statusFilter: 'FAILED' })).toEqual([]);
  });

  it('pages without gaps or duplicates while more are started', async () => {
    await session.create('m', PASS);
    for (let index = 0; index < 5; index += 1) await session.run('m', `e${index}`);
    const names: string[] = [];
    const pages = paginateListExecutions(
      { client: session.client, pageSize: 2 },
      { stateMachineArn: machineArn('m') },
    );
    for await (const page of pages) names.push(...page.executions!.map(({ name }) => name!));
    expect(names).toEqual(['e4', 'e3', 'e2', 'e1', 'e0']);
  });

  it.each([
    ['neither a state machine nor a Map Run', {}, 'ValidationException'],
    [
      'both',
      {
        stateMachineArn: machineArn('m'),
        mapRunArn: `${machineArn('m').replace('stateMachine', 'mapRun')}/l:1`,
      },
      'ValidationException',
    ],
    ['a state machine that is not there', { stateMachineArn: machineArn('n') }, 'StateMachineDoesNotExist'],
    [
      'a Map Run that is not there',
      { mapRunArn: `${machineArn('m').replace('stateMachine', 'mapRun')}/l:1` },
      'ResourceNotFound',
    ],
    ['an unknown status', { stateMachineArn: machineArn('m'), statusFilter: 'DONE' }, 'ValidationException'],
    [
      'PENDING_REDRIVE of a state machine',
      { stateMachineArn: machineArn('m'), statusFilter: 'PENDING_REDRIVE' },
      'ValidationException',
    ],
    ['too large a page', { stateMachineArn: machineArn('m'), maxResults: 1001 }, 'ValidationException'],
    ['a negative page', { stateMachineArn: machineArn('m'), maxResults: -1 }, 'ValidationException'],
    ['a forged token', { stateMachineArn: machineArn('m'), nextToken: 'e30' }, 'InvalidToken'],
  ])('refuses %s', async (_, fields, name) => {
    await session.create('m', PASS);
    await expect(list(fields)).rejects.toMatchObject({ name });
  });
});
