import { describe, expect, it } from '@jest/globals';
import { TestStateCommand } from '@aws-sdk/client-sfn';
import { functionArn, ROLE } from './support/service.ts';
import { useSession } from './support/session.ts';

const session = useSession();

describe('TestState', () => {
  const definition = JSON.stringify({
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: functionArn('pick'),
    Arguments: '{% $states.input.n %}',
    Retry: [{ ErrorEquals: ['RangeError'], IntervalSeconds: 2 }],
    End: true,
  });
  const test = (fields: object) =>
    session.client.send(new TestStateCommand({ definition, roleArn: ROLE, input: '{"n":7}', ...fields }));

  it('runs one state, with the requested inspection level', async () => {
    const info = await test({});
    expect(info).toMatchObject({ status: 'SUCCEEDED', output: '7' });
    expect(info).not.toHaveProperty('inspectionData');
    expect(await test({ inspectionLevel: 'DEBUG' })).toMatchObject({
      inspectionData: { input: '{"n":7}', afterArguments: '7', result: '7' },
    });
  });

  it('reports when an attempt would be retried, and uses mocks instead of the task', async () => {
    session.failing.add(7);
    expect(await test({})).toMatchObject({ status: 'RETRIABLE', error: 'RangeError' });
    expect(await test({ stateConfiguration: { retrierRetryCount: 3 } })).toMatchObject({ status: 'FAILED' });
    expect(await test({ mock: { result: '8' } })).toMatchObject({ status: 'SUCCEEDED', output: '8' });
    expect(await test({ mock: { errorOutput: { error: 'Other', cause: 'why' } } })).toMatchObject({
      status: 'FAILED',
      error: 'Other',
      cause: 'why',
    });
  });

  it('hands on the whole configuration, the mock, and the state of a state machine', async () => {
    const map = {
      Type: 'Map',
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'JSON' } },
      ToleratedFailureCount: 1,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Item',
        States: { Item: { Type: 'Pass', End: true } },
      },
      End: true,
    };
    const machine = { QueryLanguage: 'JSONata', StartAt: 'Each', States: { Each: map } };
    const tested = await test({
      definition: JSON.stringify(machine),
      stateName: 'Each',
      inspectionLevel: 'DEBUG',
      mock: { errorOutput: { error: 'E', cause: 'C' } },
      stateConfiguration: {
        mapItemReaderData: '[1,2]',
        mapIterationFailureCount: 2,
        errorCausedByState: 'Item',
        retrierRetryCount: 1,
      },
    });
    expect(tested).toMatchObject({
      status: 'FAILED',
      error: 'E',
      inspectionData: { maxConcurrency: 0, toleratedFailureCount: 1 },
    });
    await expect(
      test({ definition: JSON.stringify(machine), stateName: 'Item', context: '{}' }),
    ).rejects.toMatchObject({ message: 'A Context object is only supported when a mock is specified' });
  });

  it('refuses invalid combinations of parameters', async () => {
    await expect(test({ definition: '{"Type":"Nap"}' })).rejects.toMatchObject({ name: 'InvalidDefinition' });
    await expect(test({ stateConfiguration: { mapIterationFailureCount: 1 } })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'MapIterationFailureCount is only supported when testing a Map state.',
    });
    await expect(
      test({ mock: { result: '{}', errorOutput: { error: 'E' } }, revealSecrets: false }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'A test mock should have only one of the following fields: [result, errorOutput].',
    });
    await expect(
      test({ mock: { result: '{}' }, revealSecrets: true, inspectionLevel: 'TRACE' }),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'TestState does not support RevealSecrets when a mock is specified.',
    });
    await expect(test({ mock: {} })).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'One of the following fields is required for a test mock: [result, errorOutput].',
    });
    await expect(test({ revealSecrets: true })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
