import { DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { DeleteParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { awsError, DeployedStacks } from '../testing/deployed-stacks.ts';
import { runCli } from '../testing/fake-io.ts';

const kinesis = mockClient(KinesisClient);
const ssm = mockClient(SSMClient);
const stacks = new DeployedStacks();

const purge = (...args: string[]) => runCli(['purge', '--region', 'eu-west-2', ...args]);
const CONFIRMED = ['--confirm', 'ProgrammeDataStream'];

describe('tvguide purge', () => {
  beforeEach(() => {
    stacks.set({});
    kinesis.reset();
    ssm.reset();
    kinesis.on(DeleteStreamCommand).resolves({});
    ssm.on(DeleteParametersCommand).resolves({ DeletedParameters: ['one', 'another'] });
  });

  it('deletes stream and watermarks once the stacks are gone and the stream was named', async () => {
    const { code, stdout } = await purge(...CONFIRMED);

    expect(code).toBe(0);
    expect(stdout).toBe(
      'Stream ProgrammeDataStream: deleted\nWatermarks below /tv-guide/prod/watermarks: 2 deleted\n',
    );
    expect(kinesis.call(0).args[0].input).toEqual({
      StreamName: 'ProgrammeDataStream',
      EnforceConsumerDeletion: true,
    });
    expect(ssm.call(0).args[0].input).toMatchObject({
      Names: expect.arrayContaining([
        '/tv-guide/prod/watermarks/new_titles',
        '/tv-guide/prod/watermarks/releases',
      ]),
    });
  });

  it('says so in JSON, too', async () => {
    const { stdout } = await purge(...CONFIRMED, '--json');

    expect(JSON.parse(stdout)).toEqual({
      stream: { name: 'ProgrammeDataStream', deleted: true },
      watermarks: { deleted: 2 },
    });
  });

  it('is content when they were not there', async () => {
    kinesis.on(DeleteStreamCommand).rejects(awsError('ResourceNotFoundException'));
    ssm.on(DeleteParametersCommand).resolves({ InvalidParameters: ['one'] });

    expect((await purge(...CONFIRMED)).stdout).toBe(
      'Stream ProgrammeDataStream: was not there\nWatermarks below /tv-guide/prod/watermarks: were not there\n',
    );
  });

  it('passes on what else goes wrong', async () => {
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
  });

  it.each(['TvGuideShared', 'TvGuideIngestion'])('deletes nothing while %s exists', async (stack) => {
    stacks.set({ [stack]: {} });

    const { code, stderr } = await purge(...CONFIRMED);

    expect(code).toBe(1);
    expect(stderr).toContain(
      `the stack ${stack} still exists (UPDATE_COMPLETE): run npm run aws:destroy first`,
    );
    expect(kinesis.calls()).toHaveLength(0);
  });

  it('does not know the runtime of this machine, which has nothing that outlives it', async () => {
    expect(await runCli(['--local', 'purge'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('purge does not take --local'),
    });
  });
});
