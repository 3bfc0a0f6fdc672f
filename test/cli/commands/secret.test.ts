import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { runProgram } from '../../../cli/program.ts';
import { Interrupted } from '../../../operate/errors.ts';
import { awsError, DeployedStacks } from '../support/deployed-stacks.ts';
import { FakeIo, runCli } from '../support/fake-io.ts';

const secretsManager = mockClient(SecretsManagerClient);
const stacks = new DeployedStacks();

const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:WatchmodeApiKey-x';
const KEY = 'K3y-of-a-test';

const putKey = (input: string, ...args: string[]) =>
  runCli(['secret', '--region', 'eu-west-2', ...args], { input });

describe('tvguide secret', () => {
  beforeEach(() => {
    secretsManager.reset();
    secretsManager.on(PutSecretValueCommand).resolves({});
    stacks.set({ TvGuideIngestion: { WatchmodeApiKeySecretArn: SECRET_ARN } });
  });

  it('puts the key from standard input into the secret, and shows it nowhere', async () => {
    const { code, stdout, stderr } = await putKey(`${KEY}\n`);

    expect({ stdout, stderr, code }).toEqual({
      stdout: `The key, 13 characters, is in ${SECRET_ARN}\n`,
      stderr: '',
      code: 0,
    });
    expect(secretsManager.commandCalls(PutSecretValueCommand).map(({ args }) => args[0].input)).toEqual([
      { SecretId: SECRET_ARN, SecretString: KEY },
    ]);
  });

  it.each([
    ['nothing', '\n', 'no key on standard input'],
    ['two words', 'one two', 'is not an API key'],
    ['what no header carries', 'clé-secrète', 'is not an API key'],
  ])('refuses %s without repeating it', async (_, typed, problem) => {
    const { code, stdout, stderr } = await putKey(typed);

    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toContain(problem);
    expect(stderr).not.toMatch(/one two|clé/);
    expect(secretsManager.calls()).toHaveLength(0);
  });

  it('says what to do when nothing is deployed', async () => {
    stacks.set({});

    expect((await putKey(KEY)).stderr).toBe(
      'tvguide: the stack TvGuideIngestion is not deployed: npm run aws:deploy\n',
    );
  });

  it('does not ask for a key that it could not store', async () => {
    stacks.set({});
    const io = new FakeIo({ input: KEY });
    const asked = jest.spyOn(io, 'readHidden');

    expect(await runProgram(['secret', '--region', 'eu-west-2'], io)).toBe(1);

    expect(io.written.err).toContain('is not deployed');
    expect(asked).not.toHaveBeenCalled();
  });

  it('ends with 130 if the question is interrupted', async () => {
    const io = new FakeIo();
    jest.spyOn(io, 'readHidden').mockImplementation(() => {
      io.interruption.abort(new Interrupted('stopped by SIGINT'));
      return Promise.reject(new Interrupted('stopped by SIGINT'));
    });

    expect(await runProgram(['secret', '--region', 'eu-west-2'], io)).toBe(130);

    expect(io.written.err).toBe('');
    expect(secretsManager.calls()).toHaveLength(0);
  });

  it('distinguishes a refusal from a missing stack', async () => {
    stacks.mock.on(DescribeStacksCommand).rejects(awsError('AccessDenied', 'no'));

    expect(await putKey(KEY)).toMatchObject({ stderr: 'tvguide: AWS says AccessDenied: no\n', code: 1 });
  });

  it('says how to sign in, without a hint at --local', async () => {
    stacks.mock.on(DescribeStacksCommand).rejects(awsError('ExpiredToken', 'it is over'));

    expect((await putKey(KEY, '--profile', 'streaming')).stderr).toBe(
      'tvguide: no valid AWS credentials (it is over): sign in with `aws sso login --profile streaming`\n',
    );
  });

  it('refuses a key among its arguments, and does not repeat it', async () => {
    const { code, stderr } = await putKey('', KEY);

    expect(code).toBe(2);
    expect(stderr).toContain('too many arguments');
    expect(stderr).not.toContain(KEY);
  });

  it.each([
    ['Prod', 2, '--stage Prod: allowed are lower-case letters'],
    ['test', 1, 'the stack TvGuideIngestion-test is not deployed'],
  ])('looks for the stage %s', async (stage, exitCode, message) => {
    const { code, stderr } = await putKey(KEY, '--stage', stage);

    expect(code).toBe(exitCode);
    expect(stderr).toContain(message);
  });
});
