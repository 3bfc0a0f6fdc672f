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
import type { FunctionName } from '../workflow/timeouts.ts';
import { Redriver } from './redriver.ts';
import { TitleIngestionStateMachine } from './state-machine.ts';
import { taskEnvironments } from './task-environment.ts';
import { TaskFunction } from './task-function.ts';
import { pascalCase, type TaskFunctions } from './task-invocations.ts';

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
    const functions = this.createFunctions({ config, names, projectRoot }, apiKey);
    const { stateMachine } = new TitleIngestionStateMachine(this, 'TitleIngestion', {
      config,
      names,
      functions,
    });
    const redriver = new Redriver(this, 'Redriver', { config, names, functions, ingestion: stateMachine });
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

  /** The function of each task. To add one, say here what it does and what it may do. */
  private createFunctions(
    { config, names, projectRoot }: Pick<IngestionStackProps, 'config' | 'names' | 'projectRoot'>,
    apiKey: CfnSecret,
  ): TaskFunctions {
    const readApiKey = () =>
      new PolicyStatement({
        sid: 'ReadWatchmodeApiKey',
        actions: ['secretsmanager:GetSecretValue'],
        resources: [apiKey.ref],
      });
    const writeStream = new PolicyStatement({
      sid: 'WriteStream',
      actions: ['kinesis:PutRecords'],
      resources: [this.formatArn({ service: 'kinesis', resource: 'stream', resourceName: names.stream })],
    });
    const environments = taskEnvironments(config, {
      streamName: names.stream,
      watchmodeSecretId: apiKey.ref,
    });
    const add = (task: FunctionName, description: string, permissions: readonly PolicyStatement[]) =>
      new TaskFunction(this, pascalCase(task), {
        task,
        functionName: `${names.stateMachine}-${task}`,
        description,
        config,
        environment: environments[task],
        permissions,
        projectRoot,
      }).function;
    return {
      'list-new-titles': add('list-new-titles', 'Lists the titles of one run', [readApiKey()]),
      'fetch-title-details': add('fetch-title-details', 'Fetches one title with its sources', [readApiKey()]),
      'check-watchmode': add('check-watchmode', 'Asks whether Watchmode answers', [readApiKey()]),
      'publish-titles': add('publish-titles', 'Publishes one batch of titles to the stream', [writeStream]),
      'settle-deferred': add('settle-deferred', 'Works out what is kept of a feed after a run', []),
    };
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
