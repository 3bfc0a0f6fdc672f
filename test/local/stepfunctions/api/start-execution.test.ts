import { describe, expect, it } from '@jest/globals';
import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { clientFor, executionArn, machineArn, PASS, ROLE, single, WAIT } from './support/service.ts';
import { PICK, useSession } from './support/session.ts';

const session = useSession();

describe('StartExecution and DescribeExecution', () => {
  it('describes a succeeded execution like AWS', async () => {
    await session.create('m', PASS);
    const arn = await session.run('m', 'one', '{"title":"東京"}');
    const { $metadata, ...described } = await session.describe(arn);
    expect($metadata.httpStatusCode).toBe(200);
    expect(described).toEqual({
      executionArn: executionArn('m', 'one'),
      stateMachineArn: machineArn('m'),
      name: 'one',
      status: 'SUCCEEDED',
      startDate: expect.any(Date),
      stopDate: expect.any(Date),
      input: '{"title":"東京"}',
      inputDetails: { included: true },
      output: '{"title":"東京"}',
      outputDetails: { included: true },
      redriveCount: 0,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
    expect(Math.abs(described.startDate!.getTime() - Date.now())).toBeLessThan(60_000);
  });

  it('omits data with METADATA_ONLY', async () => {
    await session.create(
      'm',
      single({ Type: 'Fail', Error: 'Oops', Cause: 'because' }).replace(',"End":true', ''),
    );
    const arn = await session.run('m');
    const metadata = new DescribeExecutionCommand({ executionArn: arn, includedData: 'METADATA_ONLY' });
    const described = await session.client.send(metadata);
    expect(described).toMatchObject({ status: 'FAILED' });
    for (const member of ['input', 'inputDetails', 'output', 'error', 'cause']) {
      expect(described).not.toHaveProperty([member]);
    }
    expect(await session.describe(arn)).toMatchObject({ error: 'Oops', cause: 'because', input: '{}' });
  });

  it('is idempotent for the same name and input while the execution runs, and refuses others', async () => {
    await session.create('m', WAIT);
    const [first, again] = await Promise.all([
      session.start('m', 'one', '{}'),
      session.start('m', 'one', '{}'),
    ]);
    expect(again).toMatchObject({ executionArn: first.executionArn, startDate: first.startDate });
    const exists = {
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${executionArn('m', 'one')}'`,
    };
    await expect(session.start('m', 'one', '{"a":1}')).rejects.toMatchObject(exists);
    await session.client.send(new StopExecutionCommand({ executionArn: first.executionArn }));
    await expect(session.start('m', 'one', '{}')).rejects.toMatchObject(exists);
  });

  it('generates a name by default', async () => {
    await session.create('m', PASS);
    expect((await session.start('m')).executionArn).toMatch(/:execution:m:[0-9a-f-]{36}$/);
  });

  it.each([
    ['a state machine that is not there', { stateMachineArn: machineArn('n') }, 'StateMachineDoesNotExist'],
    ['an ARN that is none', { stateMachineArn: 'm' }, 'InvalidArn'],
    ['an ARN of something else', { stateMachineArn: executionArn('m', 'x') }, 'InvalidArn'],
    ['an input that is not JSON', { input: "{'a':1}" }, 'InvalidExecutionInput'],
    ['a name with forbidden characters', { name: 'a b' }, 'InvalidName'],
    ['an input that is too long', { input: JSON.stringify('x'.repeat(262_144)) }, 'ValidationException'],
    ['a trace header that is not ASCII', { traceHeader: 'é' }, 'ValidationException'],
  ])('refuses %s', async (_, fields, name) => {
    await session.create('m', PASS);
    const command = new StartExecutionCommand({ stateMachineArn: machineArn('m'), ...fields });
    await expect(session.client.send(command)).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('reports an invalid input like AWS', async () => {
    await session.create('m', PASS);
    await expect(session.start('m', 'one', '{"a":}')).rejects.toMatchObject({
      name: 'InvalidExecutionInput',
      message: expect.stringMatching(/^Invalid State Machine Execution Input: '(?!SyntaxError).+'$/),
    });
  });

  it('keeps its definition when the state machine changes', async () => {
    await session.create('m', PASS);
    const arn = await session.run('m');
    await session.client.send(
      new UpdateStateMachineCommand({ stateMachineArn: machineArn('m'), definition: WAIT }),
    );
    const command = new DescribeStateMachineForExecutionCommand({ executionArn: arn });
    const described = await session.client.send(command);
    expect(described).toMatchObject({
      definition: PASS,
      name: 'm',
      roleArn: ROLE,
      stateMachineArn: machineArn('m'),
    });
    expect(described).toHaveProperty('encryptionConfiguration', { type: 'AWS_OWNED_KEY' });
    expect(described).not.toHaveProperty('revisionId');
    expect(described).not.toHaveProperty('variableReferences');
  });

  it('describes the variables that the states of the execution read', async () => {
    const States = {
      Set: { Type: 'Pass', Assign: { x: 1 }, Next: 'Read' },
      Read: { Type: 'Pass', Output: '{% $x %}', End: true },
    };
    await session.create('m', JSON.stringify({ QueryLanguage: 'JSONata', StartAt: 'Set', States }));
    const arn = await session.run('m', 'one', '{}');
    const describe = (includedData: 'ALL_DATA' | 'METADATA_ONLY') =>
      session.client.send(new DescribeStateMachineForExecutionCommand({ executionArn: arn, includedData }));
    expect((await describe('ALL_DATA')).variableReferences).toEqual({ Read: ['x'] });
    expect(await describe('METADATA_ONLY')).not.toHaveProperty('variableReferences');
  });

  it('describes no Express execution except the children of Map Runs', async () => {
    const express = executionArn('m', 'one:id').replace(':execution:', ':express:');
    const refusal = {
      name: 'InvalidArn',
      message: "Invalid Arn: 'Resource type not valid in this context: express'",
    };
    await expect(session.describe(express)).rejects.toMatchObject(refusal);
    const command = new DescribeStateMachineForExecutionCommand({ executionArn: express });
    await expect(session.client.send(command)).rejects.toMatchObject(refusal);
  });

  it('refuses StartSyncExecution for STANDARD state machines', async () => {
    await session.create('m', PASS);
    const command = new StartSyncExecutionCommand({ stateMachineArn: machineArn('m') });
    await expect(session.client.send(command)).rejects.toMatchObject({
      name: 'StateMachineTypeNotSupported',
    });
  });
});

describe('StopExecution', () => {
  it('ends a running execution with the error given', async () => {
    await session.create('m', WAIT);
    const { executionArn: arn } = await session.start('m');
    const stop = new StopExecutionCommand({ executionArn: arn, error: 'Enough', cause: 'by hand' });
    const { stopDate } = await session.client.send(stop);
    expect(await session.describe(arn)).toMatchObject({
      ...{ status: 'ABORTED', error: 'Enough', cause: 'by hand', stopDate, redriveStatus: 'REDRIVABLE' },
    });
    expect((await session.history(arn)).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      executionAbortedEventDetails: { error: 'Enough', cause: 'by hand' },
    });
  });
});

it('serves many clients at once', async () => {
  await session.create('m', PICK);
  const clients = Array.from({ length: 5 }, () => clientFor(session.service.api.url));
  const started = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      clients[index % clients.length]!.send(
        new StartExecutionCommand({ stateMachineArn: machineArn('m'), input: String(index) }),
      ),
    ),
  );
  const ended = await Promise.all(started.map(({ executionArn: arn }) => session.engine.whenEnded(arn!)));
  expect(ended.map(({ output }) => output)).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
  for (const client of clients) client.destroy();
});
