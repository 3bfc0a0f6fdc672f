import { CfnOutput, RemovalPolicy, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import type { DeploymentConfig } from './config.ts';
import { IngestionDashboard } from './dashboard.ts';
import { IngestionSchedule } from './ingestion-schedule.ts';
import { MeasureSchedule } from './measure-schedule.ts';
import { MetricSources } from './metrics.ts';
import type { Names } from '../workflow/names.ts';
import type { FunctionName } from '../workflow/timeouts.ts';
import { progressAccess } from './progress-access.ts';
import { Redriver } from './redriver.ts';
import { describeRuns, describeRunsAndChildren, type RunAccess } from './run-access.ts';
import { TitleIngestionStateMachine } from './state-machine.ts';
import { TakeOver } from './take-over.ts';
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
 * The resources that fill the stream. They can be deleted and created again without loss, because the data that runs
 * share is in the progress table of the stack that stays.
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
    new TakeOver(this, 'TakeOver', { config, names, functions });
    new MeasureSchedule(this, 'MeasureSchedule', {
      names,
      measureProgress: functions['measure-progress'],
    });
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
      progressTable: names.progressTable,
      watermarkPath: names.watermarkPath,
      watchmodeSecretId: apiKey.ref,
    });
    const readParameters = new PolicyStatement({
      sid: 'ReadWatermarks',
      actions: ['ssm:GetParametersByPath'],
      // Systems Manager checks the path that is asked for, and not the parameters below it:
      // https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
      resources: [
        this.formatArn({
          service: 'ssm',
          resource: 'parameter',
          resourceName: names.watermarkPath.slice(1),
        }),
      ],
    });
    const progress = (...actions: string[]) => progressAccess(this, names, actions);
    const add = (
      task: FunctionName,
      description: string,
      permissions: readonly PolicyStatement[],
      runs: RunAccess = { permissions: [], wildcards: [] },
    ) =>
      new TaskFunction(this, pascalCase(task), {
        task,
        functionName: `${names.stateMachine}-${task}`,
        description,
        config,
        environment: environments[task],
        permissions: [...permissions, ...runs.permissions],
        wildcards: runs.wildcards,
        projectRoot,
      }).function;
    return {
      'list-new-titles': add(
        'list-new-titles',
        'Lists the titles of one run',
        [readApiKey(), progress('dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query')],
        describeRuns(this, names),
      ),
      'fetch-title-details': add('fetch-title-details', 'Fetches one title with its sources', [readApiKey()]),
      'check-watchmode': add('check-watchmode', 'Asks whether Watchmode answers', [readApiKey()]),
      'publish-titles': add('publish-titles', 'Publishes one batch of titles to the stream', [
        writeStream,
        progress('dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem'),
      ]),
      'judge-failed-run': add(
        'judge-failed-run',
        'Decides what to do about a failed run',
        [progress('dynamodb:GetItem')],
        describeRunsAndChildren(this, names),
      ),
      'measure-progress': add('measure-progress', 'Measures how far the watermark lies behind', [
        progress('dynamodb:GetItem'),
      ]),
      'take-over-progress': add(
        'take-over-progress',
        'Takes over what an earlier release kept in the Parameter Store',
        [progress('dynamodb:GetItem', 'dynamodb:PutItem'), readParameters],
      ),
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
