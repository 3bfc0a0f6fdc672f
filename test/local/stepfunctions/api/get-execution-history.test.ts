import { beforeEach, describe, expect, it } from '@jest/globals';
import { GetExecutionHistoryCommand, paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import { executionArn, ROLE, single } from './support/service.ts';
import { useSession } from './support/session.ts';

const session = useSession();

describe('GetExecutionHistory', () => {
  beforeEach(() => session.create('m', single({ Type: 'Pass', Output: { b: 2 }, Assign: { c: 3 } })));

  it('returns events in the shape of the API', async () => {
    const events = await session.history(await session.run('m', undefined, '{"a":1}'));
    expect(events).toEqual([
      {
        id: 1,
        previousEventId: 0,
        timestamp: expect.any(Date),
        type: 'ExecutionStarted',
        executionStartedEventDetails: { input: '{"a":1}', inputDetails: { truncated: false }, roleArn: ROLE },
      },
      {
        id: 2,
        previousEventId: 0,
        timestamp: expect.any(Date),
        type: 'PassStateEntered',
        stateEnteredEventDetails: { name: 'Only', input: '{"a":1}', inputDetails: { truncated: false } },
      },
      {
        id: 3,
        previousEventId: 2,
        timestamp: expect.any(Date),
        type: 'PassStateExited',
        stateExitedEventDetails: {
          name: 'Only',
          output: '{"b":2}',
          outputDetails: { truncated: false },
          assignedVariables: { c: '3' },
          assignedVariablesDetails: { truncated: false },
        },
      },
      {
        id: 4,
        previousEventId: 3,
        timestamp: expect.any(Date),
        type: 'ExecutionSucceeded',
        executionSucceededEventDetails: { output: '{"b":2}', outputDetails: { truncated: false } },
      },
    ]);
  });

  it('pages in both directions', async () => {
    const arn = await session.run('m');
    for (const reverseOrder of [false, true]) {
      const ids: number[] = [];
      const pages = paginateGetExecutionHistory(
        { client: session.client, pageSize: 3 },
        { executionArn: arn, reverseOrder },
      );
      for await (const page of pages) ids.push(...page.events!.map(({ id }) => id!));
      expect(ids).toEqual(reverseOrder ? [4, 3, 2, 1] : [1, 2, 3, 4]);
    }
  });

  it('omits execution data on request', async () => {
    const events = await session.history(await session.run('m', undefined, '{"a":1}'), {
      includeExecutionData: false,
    });
    expect(events[0]!.executionStartedEventDetails).toEqual({ roleArn: ROLE });
    expect(events[1]!.stateEnteredEventDetails).toEqual({ name: 'Only' });
    expect(events[2]!.stateExitedEventDetails).toEqual({ name: 'Only' });
    expect(events[3]!.executionSucceededEventDetails).toEqual({});
  });

  it('accepts a token only for the same request', async () => {
    const arn = await session.run('m');
    const other = await session.run('m');
    const page = (fields: object) =>
      session.client.send(new GetExecutionHistoryCommand({ executionArn: arn, maxResults: 1, ...fields }));
    const { nextToken } = await page({});
    expect((await page({ nextToken })).events).toMatchObject([{ id: 2 }]);
    for (const fields of [{ executionArn: other }, { reverseOrder: true }]) {
      await expect(page({ nextToken, ...fields })).rejects.toMatchObject({ name: 'InvalidToken' });
    }
    await expect(page({ nextToken: `${nextToken}x` })).rejects.toMatchObject({ name: 'InvalidToken' });
  });

  it('fails for an execution that does not exist', async () => {
    await expect(session.history(executionArn('m', 'nobody'))).rejects.toMatchObject({
      name: 'ExecutionDoesNotExist',
      message: `Execution Does Not Exist: '${executionArn('m', 'nobody')}'`,
    });
  });
});
