import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import {
  GetAccountSettingsCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { TASK_NAMES } from '../../../workflow/tasks.ts';
import { runCli } from '../support/fake-io.ts';
import { FakeProgress } from '../support/fake-progress.ts';

const HOUR_MS = 3_600_000;
const now = Date.parse('2026-11-24T10:00:00Z');
const KEY = 'a-key-that-must-not-be-seen';
const stateMachineArn = 'arn:aws:states:eu-west-2:123456789012:stateMachine:title-ingestion';

const topicArn = 'arn:aws:sns:eu-west-2:123456789012:tv-guide-alarms';

const cloudFormation = mockClient(CloudFormationClient);
const kinesis = mockClient(KinesisClient);
const lambda = mockClient(LambdaClient);
const scheduler = mockClient(SchedulerClient);
const secrets = mockClient(SecretsManagerClient);
const sfn = mockClient(SFNClient);
const sns = mockClient(SNSClient);
const ssm = mockClient(SSMClient);
const sts = mockClient(STSClient);
const table = new FakeProgress();

interface Checked {
  readonly name: string;
  readonly verdict: string;
  readonly detail: string;
  readonly remedy?: string;
}

/** Watchmode's responses by path, and the requests that it received. */
let answers: Record<string, { status: number; body: string; location?: string }>;
let requests: { url: string; key: unknown }[];

describe('tvguide doctor', () => {
  let server: Server;
  let cwd: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      requests.push({ url: request.url ?? '', key: request.headers['x-api-key'] });
      const { status, body, location } = answers[path] ?? { status: 404, body: '' };
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cwd = await mkdtemp(join(tmpdir(), 'tvguide-doctor-'));
  });

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(cwd, { recursive: true });
  });

  beforeEach(() => {
    requests = [];
    answers = {
      '/status': { status: 200, body: '{"quota":2500,"quotaUsed":500}' },
      '/changes/new_titles': { status: 200, body: '{"titles":[],"total_results":0,"total_pages":0}' },
    };
    for (const mock of [cloudFormation, kinesis, lambda, scheduler, secrets, sfn, sns, ssm, sts])
      mock.reset();
    sts
      .on(GetCallerIdentityCommand)
      .resolves({ Account: '123456789012', Arn: 'arn:aws:sts::123456789012:assumed-role/Deployer/ada' });
    cloudFormation
      .on(DescribeStacksCommand, { StackName: 'CDKToolkit' })
      .resolves({ Stacks: [stack({ BootstrapVersion: '21' })] })
      .on(DescribeStacksCommand, { StackName: 'TvGuideShared' })
      .resolves({ Stacks: [stack({ AlarmTopicArn: topicArn })] })
      .on(DescribeStacksCommand, { StackName: 'TvGuideIngestion' })
      .resolves({
        Stacks: [
          stack({
            StateMachineArn: stateMachineArn,
            WatchmodeApiKeySecretArn: 'arn:secret',
          }),
        ],
      })
      .on(DescribeStacksCommand, { StackName: 'TvGuideCatalogue' })
      .resolves({ Stacks: [stack({ CatalogueTableName: 'TvGuideCatalogue' })] });
    secrets.on(GetSecretValueCommand).resolves({ SecretString: `${KEY}\n` });
    lambda
      .on(GetFunctionConfigurationCommand)
      .resolves({ Environment: { Variables: { FETCH_CONCURRENCY: '60' } } })
      .on(GetAccountSettingsCommand)
      .resolves({ AccountLimit: { ConcurrentExecutions: 1_000, UnreservedConcurrentExecutions: 1_000 } });
    scheduler.on(GetScheduleCommand).resolves({
      State: 'ENABLED',
      ScheduleExpression: 'cron(0 6 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/London',
    });
    sfn.on(ListExecutionsCommand).resolves({
      executions: [
        {
          executionArn: `${stateMachineArn.replace('stateMachine', 'execution')}:nightly`,
          ...{ stateMachineArn, name: 'nightly', status: 'SUCCEEDED' },
          startDate: new Date(now - 4 * HOUR_MS),
          stopDate: new Date(now - 4 * HOUR_MS),
        },
      ],
    });
    sfn.on(DescribeExecutionCommand).resolves({ output: '{}' });
    table.reset();
    table.put({ feed: 'new_titles', item: 'watermark', watermark: '2026-11-24T06:00:00Z' });
    table.mock.on(DescribeTableCommand).resolves({ Table: { TableStatus: 'ACTIVE' } });
    ssm.on(GetParametersCommand).resolves({ Parameters: [] });
    sns
      .on(GetTopicAttributesCommand, { TopicArn: topicArn })
      .resolves({ Attributes: { SubscriptionsConfirmed: '1', SubscriptionsPending: '0' } });
    kinesis.on(DescribeStreamSummaryCommand).resolves({
      StreamDescriptionSummary: {
        StreamName: 'ProgrammeDataStream',
        StreamARN: 'arn:stream',
        StreamStatus: 'ACTIVE',
        StreamModeDetails: { StreamMode: 'ON_DEMAND' },
        OpenShardCount: 4,
        RetentionPeriodHours: 168,
        StreamCreationTimestamp: new Date(0),
        EnhancedMonitoring: [],
      },
    });
  });

  const examine = async (...args: string[]) => {
    const env = { WATCHMODE_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const ended = await runCli(['doctor', '--region', 'eu-west-2', ...args], { cwd, env, now });
    return ended;
  };
  const checksOf = async (...args: string[]) => {
    const { stdout, code } = await examine('--json', ...args);
    const { checks } = JSON.parse(stdout) as { checks: Checked[] };
    const unsound = checks.filter(({ verdict }) => verdict !== 'ok');
    return { code, checks, unsound };
  };

  it('prints a line for each check of a sound deployment', async () => {
    const { code, stdout, stderr } = await examine();
    expect(stdout)
      .toBe(`✔ credentials     arn:aws:sts::123456789012:assumed-role/Deployer/ada in account 123456789012
✔ region          eu-west-2
✔ bootstrap       version 21
✔ shared stack    TvGuideShared is UPDATE_COMPLETE, AlarmTopicArn ${topicArn}
✔ ingestion stack TvGuideIngestion is UPDATE_COMPLETE, StateMachineArn ${stateMachineArn}, WatchmodeApiKeySecretArn arn:secret
✔ catalogue stack TvGuideCatalogue is UPDATE_COMPLETE, CatalogueTableName TvGuideCatalogue
✔ secret          holds a key of 27 characters
✔ Watchmode key   valid, 2000 of 2500 credits left
✔ Watchmode plan  has the feed new_titles
✔ concurrency     a run has up to ${60 + TASK_NAMES.length - 1} functions at once, and the account allows 1000
✔ schedule        enabled, cron(0 6 * * ? *), Europe/London
✔ last success    nightly, 4 h 00 min ago
✔ progress table  TvGuideProgress is ACTIVE
✔ progress items  1 item, each as its contract says
✔ watermark       new_titles has been ingested up to 2026-11-24 06:00:00Z, 4 h 00 min ago
✔ open window     no run has claimed an open window yet
✔ waiting titles  none
✔ rejected titles none
✔ earlier release no parameters
✔ alarms          they go to 1 subscription
✔ stream          ProgrammeDataStream is ACTIVE, ON_DEMAND, 4 open shards, keeps records 168 h
`);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  it('checks only credentials and stacks with --deployment', async () => {
    const { code, stdout } = await examine('--deployment');
    expect(stdout.split('\n').map((line) => line.slice(2, 18).trimEnd())).toEqual([
      'credentials',
      'region',
      'bootstrap',
      'shared stack',
      'ingestion stack',
      'catalogue stack',
      '',
    ]);
    expect(code).toBe(0);
    expect(requests).toEqual([]);
  });

  it('accepts missing stacks with --deployment, but not missing credentials', async () => {
    missingStack();
    const nothing = await checksOf('--deployment', '--profile', 'streaming');
    sts.on(GetCallerIdentityCommand).rejects(notFound('CredentialsProviderError'));
    const nobody = await checksOf('--deployment');
    expect(nothing.unsound.map(({ remedy }) => remedy)).toEqual([
      'npm run aws:bootstrap -- --profile streaming',
      'npm run aws:deploy -- --profile streaming',
      'npm run aws:deploy -- --profile streaming',
      undefined,
    ]);
    expect([nothing.code, nobody.code]).toEqual([0, 1]);
  });

  it('sends the key in a header and shows it nowhere', async () => {
    const { stdout, stderr } = await examine('--json');
    expect(requests).toEqual([
      { url: '/status', key: KEY },
      { url: '/changes/new_titles?start_date=20261124&end_date=20261124&page=1&limit=1', key: KEY },
    ]);
    expect(stdout + stderr).not.toContain(KEY);
  });

  it('follows no redirect, which would take the key to another host', async () => {
    const seen: unknown[] = [];
    const elsewhere = createServer((request, response) => {
      seen.push(request.headers['x-api-key']);
      response.end('{"quota":2500,"quotaUsed":500}');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const { port } = elsewhere.address() as AddressInfo;
    answers['/status'] = { status: 302, body: '', location: `http://localhost:${port}/status` };
    const { unsound } = await checksOf();
    elsewhere.closeAllConnections();
    await new Promise((resolve) => elsewhere.close(resolve));
    expect(seen).toEqual([]);
    expect(unsound).toEqual([
      {
        name: 'Watchmode key',
        verdict: 'warning',
        detail: 'GET /status: Watchmode answers 302',
        remedy: expect.stringMatching(/./),
      },
    ]);
  });

  it('spends no credit with --no-spend, nor for the feed that every plan has', async () => {
    await writeFile(join(cwd, 'cdk.json'), '{"context":{"feed":"releases"}}');
    const releases = await checksOf();
    await rm(join(cwd, 'cdk.json'));
    const thrifty = await checksOf('--no-spend');
    expect(requests.map(({ url }) => url)).toEqual(['/status', '/status']);
    expect(releases.unsound).toEqual([
      expect.objectContaining({ name: 'watermark', detail: expect.stringContaining('releases') }),
    ]);
    expect(thrifty.unsound).toEqual([
      { name: 'Watchmode plan', verdict: 'skipped', detail: 'left out by --no-spend' },
    ]);
  });

  it('accepts a disabled schedule if the stage has none', async () => {
    scheduler.on(GetScheduleCommand).resolves({ State: 'DISABLED' });
    const { checks } = await checksOf('--stage', 'dev');

    expect(checks.find(({ name }) => name === 'schedule')).toMatchObject({
      verdict: 'ok',
      detail: expect.stringMatching(/^disabled, as the stage has it in infra\/stages\.ts/),
    });
  });

  it('looks at the names of the stage', async () => {
    await checksOf('--stage', 'test');
    expect(
      cloudFormation.commandCalls(DescribeStacksCommand).map(({ args: [{ input }] }) => input.StackName),
    ).toEqual(['CDKToolkit', 'TvGuideShared-test', 'TvGuideIngestion-test', 'TvGuideCatalogue-test']);
    expect(scheduler.commandCalls(GetScheduleCommand)[0]?.args[0].input).toEqual({
      Name: 'title-ingestion-test',
    });
    expect(lambda.commandCalls(GetFunctionConfigurationCommand)[0]?.args[0].input).toEqual({
      FunctionName: 'title-ingestion-test-fetch-title-details',
    });
    expect(kinesis.commandCalls(DescribeStreamSummaryCommand)[0]?.args[0].input).toEqual({
      StreamName: 'ProgrammeDataStream-test',
    });
  });

  it('checks nothing else without credentials', async () => {
    sts
      .on(GetCallerIdentityCommand)
      .rejects(Object.assign(new Error('Token is expired'), { name: 'CredentialsProviderError' }));
    const { code, checks } = await checksOf('--profile', 'streaming');
    expect(checks[0]).toEqual({
      name: 'credentials',
      verdict: 'failed',
      detail: 'no valid AWS credentials (Token is expired)',
      remedy: 'sign in with `aws sso login --profile streaming`, or use --local',
    });
    expect(new Set(checks.slice(1).map(({ verdict }) => verdict))).toEqual(new Set(['skipped']));
    expect(cloudFormation.calls()).toHaveLength(0);
    expect(code).toBe(1);
  });

  const missingStack = () => {
    cloudFormation.on(DescribeStacksCommand).rejects(new Error('Stack with id X does not exist'));
  };
  const notFound = (name: string) => Object.assign(new Error('not found'), { name });

  it.each([
    ['bootstrap', 'failed', missingStack, 'npm run aws:bootstrap'],
    ['shared stack', 'failed', missingStack, 'npm run aws:deploy'],
    ['ingestion stack', 'failed', missingStack, 'npm run aws:deploy'],
    [
      'ingestion stack',
      'failed',
      () =>
        cloudFormation
          .on(DescribeStacksCommand, { StackName: 'TvGuideIngestion' })
          .resolves({ Stacks: [stack({}, 'UPDATE_ROLLBACK_COMPLETE')] }),
      "look at the stack's events",
    ],
    [
      'bootstrap',
      'failed',
      () =>
        cloudFormation
          .on(DescribeStacksCommand, { StackName: 'CDKToolkit' })
          .resolves({ Stacks: [stack({ BootstrapVersion: '5' })] }),
      'npm run aws:bootstrap',
    ],
    [
      'secret',
      'failed',
      () => secrets.on(GetSecretValueCommand).rejects(notFound('ResourceNotFoundException')),
      'npm run aws:secret',
    ],
    ['Watchmode key', 'failed', () => (answers['/status'] = { status: 401, body: '' }), 'npm run aws:secret'],
    [
      'Watchmode key',
      'failed',
      () => (answers['/status'] = { status: 200, body: '{"quota":100,"quotaUsed":100}' }),
      'wait for the quota to reset',
    ],
    [
      'Watchmode key',
      'warning',
      () => (answers['/status'] = { status: 200, body: '{"quota":1000,"quotaUsed":950}' }),
      'use fewer titles',
    ],
    [
      'Watchmode plan',
      'failed',
      () => (answers['/changes/new_titles'] = { status: 401, body: '' }),
      'use the feed releases or catalogue, or change the plan',
    ],
    [
      'last success',
      'warning',
      () => sfn.on(ListExecutionsCommand).resolves({ executions: [] }),
      'tvguide start',
    ],
    [
      'progress table',
      'failed',
      () => table.mock.on(DescribeTableCommand).rejects(notFound('ResourceNotFoundException')),
      'npm run aws:deploy',
    ],
    [
      'progress items',
      'failed',
      () => table.put({ feed: 'new_titles', item: 'watermark', watermark: 'yesterday' }),
      'Correct it, or delete it',
    ],
    [
      'stream',
      'failed',
      () => kinesis.on(DescribeStreamSummaryCommand).rejects(notFound('ResourceNotFoundException')),
      'npm run aws:deploy',
    ],
  ])('finds fault with %s (%s) and says what to do', async (name, verdict, spoil, remedy) => {
    spoil();
    const { unsound } = await checksOf();
    expect(unsound).toContainEqual({
      name,
      verdict,
      detail: expect.stringMatching(/./),
      remedy: expect.stringContaining(remedy),
    });
  });
});

function stack(outputs: Record<string, string>, status = 'UPDATE_COMPLETE') {
  return {
    StackName: 'any',
    CreationTime: new Date(0),
    StackStatus: status as 'UPDATE_COMPLETE',
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
  };
}
