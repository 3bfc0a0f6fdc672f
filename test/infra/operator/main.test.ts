import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { operate, type ClientOptions } from '../../../infra/operator/main.ts';

const cloudFormation = mockClient(CloudFormationClient);
const kinesis = mockClient(KinesisClient);
const secretsManager = mockClient(SecretsManagerClient);
const ssm = mockClient(SSMClient);
const sts = mockClient(STSClient);

const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:WatchmodeApiKey-x';
const KEY = 'K3y-of-a-test';

/** An error as the SDK's clients throw it. */
const awsError = (name: string, message = name): Error => Object.assign(new Error(message), { name });

/** Has CloudFormation know these stacks with their outputs, and no other. */
function deploy(stacks: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  cloudFormation.on(DescribeStacksCommand).callsFake(({ StackName }: { StackName: string }) => {
    const outputs = stacks[StackName];
    if (outputs === undefined) {
      return Promise.reject(awsError('ValidationError', `Stack with id ${StackName} does not exist`));
    }
    const Outputs = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
    return Promise.resolve({ Stacks: [{ StackName, StackStatus: 'UPDATE_COMPLETE', Outputs }] });
  });
}

async function run(args: readonly string[], standardInput = '') {
  const output = { stdout: '', stderr: '', clientOptions: undefined as ClientOptions | undefined };
  const exitCode = await operate(args, {
    createClients: (options) => {
      output.clientOptions = options;
      const clientOptions = { region: 'eu-west-2' };
      return {
        cloudFormation: new CloudFormationClient(clientOptions),
        kinesis: new KinesisClient(clientOptions),
        secretsManager: new SecretsManagerClient(clientOptions),
        ssm: new SSMClient(clientOptions),
        sts: new STSClient(clientOptions),
      };
    },
    readStandardInput: () => Promise.resolve(standardInput),
    stdout: (text) => (output.stdout += text),
    stderr: (text) => (output.stderr += text),
  });
  return { ...output, exitCode };
}

beforeEach(() => {
  for (const mock of [cloudFormation, kinesis, secretsManager, ssm, sts]) mock.reset();
  deploy({});
});

describe('aws:whoami', () => {
  beforeEach(() => {
    sts
      .on(GetCallerIdentityCommand)
      .resolves({ Account: '123456789012', Arn: 'arn:aws:sts::123456789012:assumed-role/Deployer/ada' });
  });

  it('says who is signed in, whether the account is bootstrapped and what is deployed', async () => {
    deploy({
      CDKToolkit: { BootstrapVersion: '30' },
      TvGuideShared: { StreamArn: 'arn:aws:kinesis:eu-west-2:123456789012:stream/ProgrammeDataStream' },
    });

    const { stdout, exitCode } = await run(['whoami', '--profile', 'streaming']);

    expect(exitCode).toBe(0);
    expect(stdout.split('\n').map((line) => line.replace(/ {2,}(?=\S)/g, ' | '))).toEqual([
      'Identity | arn:aws:sts::123456789012:assumed-role/Deployer/ada',
      'Account | 123456789012',
      'Region | eu-west-2',
      'Bootstrapped | yes, version 30 (UPDATE_COMPLETE)',
      'TvGuideShared | UPDATE_COMPLETE',
      ' | StreamArn: arn:aws:kinesis:eu-west-2:123456789012:stream/ProgrammeDataStream',
      'TvGuideIngestion | not deployed',
      '',
    ]);
  });

  it('says how to bootstrap an account', async () => {
    expect((await run(['whoami'])).stdout).toContain('no: npm run aws:bootstrap -- --profile PROFILE');
  });

  it('looks for the stacks of another stage', async () => {
    expect((await run(['whoami', '--stage', 'test'])).stdout).toContain('TvGuideIngestion-test');
  });

  it('hands profile and Region to the clients', async () => {
    const { clientOptions } = await run(['whoami', '--profile', 'streaming', '--region', 'eu-west-1']);

    expect(clientOptions).toEqual({ profile: 'streaming', region: 'eu-west-1' });
  });

  it.each([
    ['CredentialsProviderError', /^Not signed in to AWS .* aws sso login --profile streaming\n$/],
    ['ExpiredTokenException', /^Not signed in to AWS .* aws sso login --profile streaming\n$/],
    ['AccessDenied', /^AccessDenied: /],
  ])('explains %s in one line', async (name, line) => {
    sts.on(GetCallerIdentityCommand).rejects(awsError(name));

    const { stderr, stdout, exitCode } = await run(['whoami', '--profile', 'streaming']);

    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toMatch(line);
  });

  it.each([
    ['getaddrinfo ENOTFOUND sts.eu-west-9.amazonaws.com', /^AWS cannot be reached .* check the network/],
    ['Region is missing', /^No AWS Region: /],
  ])('explains "%s" in one line', async (message, line) => {
    sts.on(GetCallerIdentityCommand).rejects(awsError('Error', message));

    expect((await run(['whoami'])).stderr).toMatch(line);
  });

  it('does not take a refusal for a stack that is not there', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(awsError('AccessDenied', 'no'));

    expect(await run(['whoami'])).toMatchObject({ stderr: 'AccessDenied: no\n', exitCode: 1 });
  });
});

describe('aws:secret', () => {
  beforeEach(() => {
    deploy({ TvGuideIngestion: { WatchmodeApiKeySecretArn: SECRET_ARN } });
    secretsManager.on(PutSecretValueCommand).resolves({});
  });

  it('puts the key from standard input into the secret, and shows it nowhere', async () => {
    const { stdout, stderr, exitCode } = await run(['secret'], `${KEY}\n`);

    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(stdout).toBe(`The key, 13 characters, is in ${SECRET_ARN}\n`);
    expect(secretsManager.commandCalls(PutSecretValueCommand).map(({ args }) => args[0].input)).toEqual([
      { SecretId: SECRET_ARN, SecretString: KEY },
    ]);
  });

  it.each([
    ['nothing', '\n', 'No key on standard input'],
    ['two words', 'one two', 'is no API key'],
    ['what no header carries', 'clé-secrète', 'is no API key'],
  ])('refuses %s without repeating it', async (_, typed, problem) => {
    const { stdout, stderr, exitCode } = await run(['secret'], typed);

    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/one two|clé/);
    expect(secretsManager.calls()).toHaveLength(0);
  });

  it('says what to do when nothing is deployed', async () => {
    deploy({});

    expect((await run(['secret'], KEY)).stderr).toBe(
      'The stack TvGuideIngestion is not deployed: npm run aws:deploy\n',
    );
  });

  it('refuses a key among its arguments, and does not repeat it', async () => {
    const { stderr, exitCode } = await run(['secret', KEY]);

    expect(exitCode).toBe(2);
    expect(stderr).toContain('aws:secret takes no arguments');
    expect(stderr).not.toContain(KEY);
  });
});

describe('aws:purge', () => {
  const CONFIRMED = ['purge', '--confirm', 'ProgrammeDataStream'];

  beforeEach(() => {
    kinesis.on(DeleteStreamCommand).resolves({});
    ssm.on(DeleteParametersCommand).resolves({ DeletedParameters: ['one', 'another'] });
  });

  it('deletes stream and watermark once the stacks are gone and the stream was named', async () => {
    const { stdout, exitCode } = await run(CONFIRMED);

    expect(exitCode).toBe(0);
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

  it('is content when they were not there', async () => {
    kinesis.on(DeleteStreamCommand).rejects(awsError('ResourceNotFoundException'));
    ssm.on(DeleteParametersCommand).resolves({ InvalidParameters: ['one'] });

    expect((await run(CONFIRMED)).stdout).toBe(
      'Stream ProgrammeDataStream: was not there\nWatermarks below /tv-guide/prod/watermarks: were not there\n',
    );
  });

  it('passes on what else goes wrong', async () => {
    kinesis.on(DeleteStreamCommand).rejects(awsError('LimitExceededException', 'slowly'));

    expect(await run(CONFIRMED)).toMatchObject({ stderr: 'LimitExceededException: slowly\n', exitCode: 1 });
  });

  it.each([
    ['without a confirmation', ['purge']],
    ['with that of another stage', ['purge', '--confirm', 'ProgrammeDataStream-test']],
  ])('deletes nothing %s', async (_, args) => {
    const { stderr, exitCode } = await run(args);

    expect(exitCode).toBe(1);
    expect(stderr).toContain('add: --confirm ProgrammeDataStream');
    expect(kinesis.calls()).toHaveLength(0);
    expect(ssm.calls()).toHaveLength(0);
  });

  it.each(['TvGuideShared', 'TvGuideIngestion'])('deletes nothing while %s exists', async (stack) => {
    deploy({ [stack]: {} });

    const { stderr, exitCode } = await run(CONFIRMED);

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`The stack ${stack} still exists (UPDATE_COMPLETE): npm run aws:destroy first`);
    expect(kinesis.calls()).toHaveLength(0);
  });
});

describe('a wrong call', () => {
  it.each([
    [[], 'No such command: (none)'],
    [['nuke'], 'No such command: nuke'],
    [['whoami', '--colour'], "Unknown option '--colour'"],
    [['whoami', '--stage', 'Prod'], '--stage: allowed: lower-case letters'],
  ])('%j gets exit code 2 and the usage', async (args, problem) => {
    const { stdout, stderr, exitCode, clientOptions } = await run(args);

    expect({ stdout, exitCode, clientOptions }).toEqual({
      stdout: '',
      exitCode: 2,
      clientOptions: undefined,
    });
    expect(stderr).toContain(problem);
    expect(stderr).toContain('Usage: npm run aws:COMMAND');
  });
});
