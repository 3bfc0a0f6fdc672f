import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { OpenTableFiles } from '../../../operate/aws/dynamodb.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { type ProgressTables, withProgressTables } from '../../../operate/feeds/progress-tables.ts';
import { FakeIo } from '../../cli/support/fake-io.ts';
import { definitionWith } from '../../cli/support/fake-progress.ts';
import { stateMachineArn } from '../../cli/support/fake-step-functions.ts';

const stepFunctions = mockClient(SFNClient);
const dynamodb = mockClient(DynamoDBClient);

const recorded = (): StepFunctions => ({
  client: new SFNClient({ region: 'eu-west-2' }),
  target: { isLocal: true, region: 'eu-west-2', endpointUrl: 'http://127.0.0.1:1' },
  isRecorded: () => true,
});
const readWith = (openFiles?: OpenTableFiles) =>
  withProgressTables(
    recorded(),
    new FakeIo(),
    (tables: ProgressTables) =>
      tables.tryUse(stateMachineArn, ({ progress }) => progress.readWatermark('new_titles')),
    openFiles,
  );

describe('the progress table in the files of this machine', () => {
  beforeEach(() => {
    stepFunctions.reset();
    stepFunctions
      .on(DescribeStateMachineCommand)
      .resolves({ definition: definitionWith('TvGuideProgress-stand-in') });
    dynamodb.reset();
    dynamodb.on(GetItemCommand).resolves({});
  });

  it('is read where they can be opened, and closed again', async () => {
    let closed = 0;
    const found = await readWith(() =>
      Promise.resolve({ endpoint: 'http://127.0.0.1:2', close: () => Promise.resolve(void (closed += 1)) }),
    );
    const [call] = dynamodb.commandCalls(GetItemCommand);

    expect(found).toEqual({ result: null });
    expect(call?.args[0].input.TableName).toBe('TvGuideProgress-stand-in');
    expect(await (call?.thisValue as DynamoDBClient).config.endpoint?.()).toMatchObject({ port: 2 });
    expect(closed).toBe(1);
  });

  it('is not read otherwise', async () => {
    expect(await readWith()).toBeUndefined();
    expect(dynamodb.commandCalls(GetItemCommand)).toEqual([]);
  });
});
