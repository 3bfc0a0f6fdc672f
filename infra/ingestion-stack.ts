import { CfnOutput, RemovalPolicy, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import type { DeploymentConfig } from './config.ts';
import { IngestionDashboard } from './dashboard.ts';
import { IngestionSchedule } from './ingestion-schedule.ts';
import { MetricSources } from './metrics.ts';
import type { Names } from '../workflow/names.ts';
import { Redriver } from './redriver.ts';
import { TitleIngestionStateMachine } from './state-machine.ts';
import { taskEnvironments } from './task-environment.ts';
import { TaskFunction } from './task-function.ts';

export interface IngestionStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  /** The checkout, which holds `tasks/` and the lockfile. */
  readonly projectRoot: string;
}

/**
 * What fills the stream, and may come and go without anything being lost: the watermark is written by the state machine
 * and belongs to no stack.
 */
export class IngestionStack extends Stack {
  constructor(scope: Construct, id: string, { config, names, projectRoot, ...props }: IngestionStackProps) {
    super(scope, id, props);
    const apiKey = this.createSecret();
    const environments = taskEnvironments(config, {
      streamName: names.stream,
      watchmodeSecretId: apiKey.ref,
    });
    const readApiKey = () =>
      new PolicyStatement({
        sid: 'ReadWatchmodeApiKey',
        actions: ['secretsmanager:GetSecretValue'],
        resources: [apiKey.ref],
      });
    const shared = { config, projectRoot };
    const listNewTitles = new TaskFunction(this, 'ListNewTitles', {
      ...shared,
      task: 'list-new-titles',
      functionName: `${names.stateMachine}-list-new-titles`,
      description: 'Lists the titles of one run',
      environment: environments['list-new-titles'],
      permissions: [readApiKey()],
    });
    const fetchTitleDetails = new TaskFunction(this, 'FetchTitleDetails', {
      ...shared,
      task: 'fetch-title-details',
      functionName: `${names.stateMachine}-fetch-title-details`,
      description: 'Fetches one title with its sources',
      environment: environments['fetch-title-details'],
      permissions: [readApiKey()],
    });
    const checkWatchmode = new TaskFunction(this, 'CheckWatchmode', {
      ...shared,
      task: 'check-watchmode',
      functionName: `${names.stateMachine}-check-watchmode`,
      description: 'Asks whether Watchmode answers',
      environment: environments['check-watchmode'],
      permissions: [readApiKey()],
    });
    const publishTitles = new TaskFunction(this, 'PublishTitles', {
      ...shared,
      task: 'publish-titles',
      functionName: `${names.stateMachine}-publish-titles`,
      description: 'Publishes one batch of titles to the stream',
      environment: environments['publish-titles'],
      permissions: [
        new PolicyStatement({
          sid: 'WriteStream',
          actions: ['kinesis:PutRecords'],
          resources: [this.formatArn({ service: 'kinesis', resource: 'stream', resourceName: names.stream })],
        }),
      ],
    });
    const settleDeferred = new TaskFunction(this, 'SettleDeferred', {
      ...shared,
      task: 'settle-deferred',
      functionName: `${names.stateMachine}-settle-deferred`,
      description: 'Works out what is kept of a feed after a run',
      environment: environments['settle-deferred'],
      permissions: [],
    });
    const { stateMachine } = new TitleIngestionStateMachine(this, 'TitleIngestion', {
      config,
      names,
      listNewTitles: listNewTitles.function,
      fetchTitleDetails: fetchTitleDetails.function,
      checkWatchmode: checkWatchmode.function,
      publishTitles: publishTitles.function,
      settleDeferred: settleDeferred.function,
    });
    const redriver = new Redriver(this, 'Redriver', { config, names, ingestion: stateMachine });
    const schedule = new IngestionSchedule(this, 'Schedule', { config, names, stateMachine });
    const metrics = new MetricSources({
      stateMachine,
      redriver,
      schedule,
      streamName: names.stream,
      stage: config.stage,
    });
    new Alarms(this, 'Alarms', { config, names, metrics });
    new IngestionDashboard(this, 'Dashboard', { names, metrics });
    new CfnOutput(this, 'StateMachineArn', {
      value: stateMachine.stateMachineArn,
      description: 'What to start an execution of',
    });
    new CfnOutput(this, 'WatchmodeApiKeySecretArn', {
      value: apiKey.ref,
      description: 'Where the Watchmode API key belongs',
    });
    new CfnOutput(this, 'WatermarkPath', {
      value: names.watermarkPath,
      description: 'Below it, how far each feed was read and which titles wait; outlives this stack',
    });
  }

  /**
   * The secret, without a value: a random one, which CloudFormation can make, would look like a key that Watchmode
   * refuses. The value is put in by hand and no deployment touches it.
   */
  private createSecret(): CfnSecret {
    const secret = new CfnSecret(this, 'WatchmodeApiKey', {
      description: 'The Watchmode API key, plain text. Put it in with: npm run aws:secret',
    });
    secret.applyRemovalPolicy(RemovalPolicy.DESTROY);
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Watchmode has no API that would issue a new key: a person replaces it.',
    });
    return secret;
  }
}
