import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { DeleteParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { awsError, DeployedStacks } from '../support/deployed-stacks.ts';
import { runCli } from '../support/fake-io.ts';

const kinesis = mockClient(KinesisClient);
const ssm = mockClient(SSMClient);
const dynamodb = mockClient(DynamoDBClient);
const stacks = new DeployedStacks();

const purge = (...args: string[]) => runCli(['purge', '--region', 'eu-west-2', ...args]);
const CONFIRMED = ['--confirm', 'ProgrammeDataStream'];

describe('tvguide purge', () => {
  beforeEach(() => {
    stacks.set({});
    kinesis.reset();
    ssm.reset();
    dynamodb.reset();
    kinesis.on(DeleteStreamCommand).resolves({});
    ssm.on(DeleteParametersCommand).resolves({ DeletedParameters: [] });
    dynamodb.on(DeleteTableCommand).resolves({});
  });

  it('deletes stream and table once the stacks are gone and the stream was named', async () => {
    const { code, stdout } = await purge(...CONFIRMED);

    expect(code).toBe(0);
    expect(stdout).toBe('Stream ProgrammeDataStream: deleted\nTable TvGuideProgress: deleted\n');
    expect(kinesis.call(0).args[0].input).toEqual({
      StreamName: 'ProgrammeDataStream',
      EnforceConsumerDeletion: true,
    });
    expect(dynamodb.call(0).args[0].input).toEqual({ TableName: 'TvGuideProgress' });
  });

  it('deletes the parameters of earlier releases as well, before the table', async () => {
    let tableIsThere = true;
    dynamodb.on(DeleteTableCommand).callsFake(() => {
      tableIsThere = false;
      return Promise.resolve({});
    });
    ssm.on(DeleteParametersCommand).callsFake(() => {
      expect(tableIsThere).toBe(true);
      return Promise.resolve({ DeletedParameters: ['one', 'another'] });
    });

    const { code, stdout } = await purge(...CONFIRMED);

    expect(stdout).toContain('Parameters below /tv-guide/prod/watermarks: 2 deleted\n');
    expect(ssm.call(0).args[0].input).toMatchObject({
      Names: expect.arrayContaining([
        '/tv-guide/prod/watermarks/new_titles',
        '/tv-guide/prod/watermarks/releases',
      ]),
    });
    expect(tableIsThere).toBe(false);
    expect(code).toBe(0);
  });

  it('prints the result as JSON', async () => {
    const { stdout } = await purge(...CONFIRMED, '--json');

    expect(JSON.parse(stdout)).toEqual({
      stream: { name: 'ProgrammeDataStream', deleted: true },
      table: { name: 'TvGuideProgress', deleted: true },
      parameters: { path: '/tv-guide/prod/watermarks', deleted: 0 },
    });
  });

  it('succeeds if the resources do not exist', async () => {
    kinesis.on(DeleteStreamCommand).rejects(awsError('ResourceNotFoundException'));
    dynamodb.on(DeleteTableCommand).rejects(awsError('ResourceNotFoundException'));

    expect(await purge(...CONFIRMED)).toMatchObject({
      stdout: 'Stream ProgrammeDataStream: was not there\nTable TvGuideProgress: was not there\n',
      code: 0,
    });
  });

  it('passes on other errors', async () => {
    kinesis.on(DeleteStreamCommand).rejects(awsError('LimitExceededException', 'slowly'));

    expect(await purge(...CONFIRMED)).toMatchObject({
      stderr: 'tvguide: AWS says LimitExceededException: slowly\n',
      code: 1,
    });
  });

  it.each([
    ['without a confirmation', []],
    ['with that of another stage', ['--confirm', 'ProgrammeDataStream-test']],
  ])('deletes nothing %s', async (_, args) => {
    const { code, stderr } = await purge(...args);

    expect(code).toBe(1);
    expect(stderr).toContain('add: --confirm ProgrammeDataStream');
    expect(kinesis.calls()).toHaveLength(0);
    expect(ssm.calls()).toHaveLength(0);
    expect(dynamodb.calls()).toHaveLength(0);
  });

  it.each(['TvGuideShared', 'TvGuideIngestion', 'TvGuideCatalogue'])(
    'deletes nothing while %s exists',
    async (stack) => {
      stacks.set({ [stack]: {} });

      const { code, stderr } = await purge(...CONFIRMED);

      expect(code).toBe(1);
      expect(stderr).toContain(
        `the stack ${stack} still exists (UPDATE_COMPLETE): run npm run aws:destroy first`,
      );
      expect(kinesis.calls()).toHaveLength(0);
    },
  );

  it('has no --local', async () => {
    expect(await runCli(['--local', 'purge'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('purge does not take --local'),
    });
  });
});
