import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DynamoDBClient, DynamoDBServiceException, QueryCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { openCatalogue } from '../../../operate/catalogue/open-catalogue.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { FakeIo } from '../../cli/support/fake-io.ts';
import { definitionWith } from '../../cli/support/fake-progress.ts';
import { stateMachineArn } from '../../cli/support/fake-step-functions.ts';

const stepFunctions = mockClient(SFNClient);
const dynamodb = mockClient(DynamoDBClient);

const onAws = (): StepFunctions => ({
  client: new SFNClient({ region: 'eu-west-2' }),
  target: { isLocal: false, region: 'eu-west-2' },
});
const here = (): StepFunctions => ({
  client: new SFNClient({ region: 'eu-west-2' }),
  target: { isLocal: true, region: 'eu-west-2', endpointUrl: 'http://127.0.0.1:1' },
});
const missing = () =>
  Object.assign(new Error('Requested resource not found'), { name: 'ResourceNotFoundException' });

beforeEach(() => {
  stepFunctions.reset();
  dynamodb.reset();
  dynamodb.on(QueryCommand).resolves({ Items: [] });
});
const isDefinedAs = (definition: string) =>
  stepFunctions.on(DescribeStateMachineCommand).resolves({ definition });

describe('the catalogue of a state machine', () => {
  it.each([
    ['TvGuideProgress', 'TvGuideCatalogue'],
    ['TvGuideProgress-dev', 'TvGuideCatalogue-dev'],
    ['TvGuideProgress-stand-in', 'TvGuideCatalogue-stand-in'],
  ])('beside %s is %s', async (progressTable, tableName) => {
    isDefinedAs(definitionWith(progressTable));
    const catalogue = await openCatalogue(onAws(), stateMachineArn, new FakeIo());

    expect(await catalogue.readNames('source')).toEqual([]);
    expect(catalogue.tableName).toBe(tableName);
    expect(dynamodb.commandCalls(QueryCommand)[0]?.args[0].input.TableName).toBe(tableName);
    await catalogue.close();
  });

  it('is not found beside another state machine', async () => {
    isDefinedAs('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}');

    await expect(openCatalogue(onAws(), stateMachineArn, new FakeIo())).rejects.toThrow(
      /^the definition of title-ingestion does not say where it keeps its progress, and so not where its catalogue is/,
    );
  });

  it.each([
    ['on AWS', onAws, 'deploy the consumer (docs/aws.md), and check --profile and --region'],
    ['here', here, 'fill it with `tvguide run --consume`, or keep `tvguide up` running'],
  ])('that is missing %s has a remedy', async (_, sfn, remedy) => {
    isDefinedAs(definitionWith('TvGuideProgress'));
    dynamodb.on(QueryCommand).rejects(missing());
    const catalogue = await openCatalogue(sfn(), stateMachineArn, new FakeIo());

    const refusal = { name: 'OperationError', message: `there is no catalogue TvGuideCatalogue: ${remedy}` };
    await expect(catalogue.readNames('genre')).rejects.toMatchObject(refusal);
    const query = { region: 'GB', sourceIds: [203], since: 0 };
    await expect(catalogue.readArrivals(query)).rejects.toMatchObject(refusal);
  });

  it('explains other failures', async () => {
    isDefinedAs(definitionWith('TvGuideProgress'));
    const denied = new DynamoDBServiceException({
      ...{ name: 'AccessDeniedException', message: 'not for you', $fault: 'client' },
      $metadata: { httpStatusCode: 400 },
    });
    dynamodb.on(QueryCommand).rejects(denied);
    const catalogue = await openCatalogue(onAws(), stateMachineArn, new FakeIo());

    await expect(catalogue.readNames('genre')).rejects.toThrow(
      /^DynamoDB says AccessDeniedException: not for you; ask/,
    );
  });
});

describe('the files of this machine', () => {
  let closed = 0;
  const files = () =>
    Promise.resolve({ endpoint: 'http://127.0.0.1:2', close: () => Promise.resolve(void (closed += 1)) });

  it('answer if they have answered for the state machine, and are closed', async () => {
    isDefinedAs(definitionWith('TvGuideProgress'));
    const catalogue = await openCatalogue(
      { ...here(), isRecorded: () => true },
      ...([stateMachineArn, new FakeIo(), { openFiles: files }] as const),
    );
    await catalogue.readNames('source');
    const [call] = dynamodb.commandCalls(QueryCommand);
    const { endpoint } = (call?.thisValue as DynamoDBClient).config;

    expect(await endpoint?.()).toMatchObject({ hostname: '127.0.0.1', port: 2 });
    await catalogue.close();
    expect(closed).toBe(1);
  });

  it('are not opened beside a runtime', async () => {
    isDefinedAs(definitionWith('TvGuideProgress'));
    let opened = 0;
    const openFiles = () => Promise.resolve(void (opened += 1));
    const catalogue = await openCatalogue(here(), stateMachineArn, new FakeIo(), { openFiles });
    await catalogue.close();

    expect(opened).toBe(0);
  });
});
