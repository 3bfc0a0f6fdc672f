import { describe, expect, it } from '@jest/globals';
import {
  DescribeMapRunCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
} from '@aws-sdk/client-sfn';
import { functionArn, machineArn, single } from './support/service.ts';
import { useSession } from './support/session.ts';

const session = useSession();

const FAN_OUT = single({
  Type: 'Map',
  Label: 'FanOut',
  ItemProcessor: {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Pick',
    States: { Pick: { Type: 'Task', Resource: functionArn('pick'), End: true } },
  },
});

describe('Map Runs', () => {
  it('are listed and described with their child executions, after a failure and a redrive', async () => {
    await session.create('m', FAN_OUT);
    session.failing.add(20);
    const arn = await session.run('m', 'one', '[10,20,30]');
    const { mapRuns } = await session.client.send(new ListMapRunsCommand({ executionArn: arn }));
    expect(mapRuns).toEqual([
      {
        executionArn: arn,
        mapRunArn: expect.stringMatching(/:mapRun:m\/FanOut:[0-9a-f-]{36}$/),
        stateMachineArn: machineArn('m/FanOut'),
        startDate: expect.any(Date),
        stopDate: expect.any(Date),
      },
    ]);
    const { mapRunArn } = mapRuns![0]!;
    const describeMapRun = () => session.client.send(new DescribeMapRunCommand({ mapRunArn }));
    expect(await describeMapRun()).toMatchObject({
      status: 'FAILED',
      redriveCount: 0,
      executionCounts: { failed: 1 },
    });

    session.failing.clear();
    await session.redrive(arn);
    await session.engine.whenEnded(arn);
    expect(await describeMapRun()).toMatchObject({
      mapRunArn,
      executionArn: arn,
      status: 'SUCCEEDED',
      redriveCount: 1,
      redriveDate: expect.any(Date),
      maxConcurrency: 0,
      toleratedFailureCount: 0,
      toleratedFailurePercentage: 0,
      itemCounts: { total: 3, succeeded: 3, failed: 0 },
      executionCounts: { total: 3, succeeded: 3, failed: 0, running: 0 },
    });
    expect(await session.describe(arn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '[10,20,30]',
      redriveCount: 1,
    });

    const { executions } = await session.client.send(new ListExecutionsCommand({ mapRunArn }));
    expect(executions).toHaveLength(3);
    expect(executions![0]).toMatchObject({
      mapRunArn,
      itemCount: 1,
      stateMachineArn: machineArn('m/FanOut'),
    });
    // Children still running when another failed were aborted, and are redriven as well.
    const described = await Promise.all(executions!.map((one) => session.describe(one.executionArn)));
    const child = described.find(({ input }) => input === '20')!;
    expect(child).toMatchObject({ mapRunArn, redriveCount: 1 });
    const types = (await session.history(child.executionArn)).map(({ type }) => type);
    expect(types).toEqual(
      expect.arrayContaining(['ExecutionFailed', 'ExecutionRedriven', 'ExecutionSucceeded']),
    );
    const labelled = new ListExecutionsCommand({ stateMachineArn: machineArn('m/FanOut'), maxResults: 1 });
    const byLabel = await session.client.send(labelled);
    expect(byLabel.executions![0]).not.toHaveProperty('itemCount');
    const definition = new DescribeStateMachineForExecutionCommand({ executionArn: child.executionArn });
    expect(await session.client.send(definition)).toMatchObject({
      label: 'FanOut',
      mapRunArn,
      stateMachineArn: machineArn('m/FanOut'),
      name: 'm',
      definition: expect.stringContaining('"Pick"'),
    });
  });
});

it('describes an Express child execution, but refuses its history and its redrive', async () => {
  await session.create('m', FAN_OUT.replace('"STANDARD"', '"EXPRESS"'));
  session.failing.add(1);
  const arn = await session.run('m', 'one', '[1]');
  const { mapRuns } = await session.client.send(new ListMapRunsCommand({ executionArn: arn }));
  const { mapRunArn } = mapRuns![0]!;
  const { executions } = await session.client.send(new ListExecutionsCommand({ mapRunArn }));
  const { executionArn: child = '' } = executions![0]!;
  expect(await session.describe(child)).toMatchObject({
    status: 'FAILED',
    mapRunArn,
    redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    redriveCount: 0,
  });
  const refusal = {
    name: 'InvalidArn',
    message: "Invalid Arn: 'Resource type not valid in this context: express'",
  };
  await expect(session.history(child)).rejects.toMatchObject(refusal);
  await expect(session.redrive(child)).rejects.toMatchObject(refusal);

  session.failing.clear();
  await session.redrive(arn);
  await session.engine.whenEnded(arn);
  const redriven = await session.describe(child);
  expect(redriven).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  expect(redriven).not.toHaveProperty('redriveDate');
});

it('refuses to redrive a child execution directly', async () => {
  await session.create('m', FAN_OUT);
  session.failing.add(1);
  const arn = await session.run('m', 'one', '[1]');
  const { mapRuns } = await session.client.send(new ListMapRunsCommand({ executionArn: arn }));
  const { executions } = await session.client.send(
    new ListExecutionsCommand({ mapRunArn: mapRuns![0]!.mapRunArn }),
  );
  await expect(session.redrive(executions![0]!.executionArn)).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Labeled Execution ARNs are not supported for this API',
  });
});
