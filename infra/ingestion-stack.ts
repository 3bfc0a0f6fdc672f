import { CfnOutput, RemovalPolicy, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { Alarms } from './monitoring/alarms.ts';
import type { DeploymentConfig } from './config.ts';
import { IngestionDashboard } from './monitoring/dashboard.ts';
import { grantsOf } from './functions/grants.ts';
import { IngestionSchedule } from './schedules/ingestion-schedule.ts';
import { MeasureSchedule } from './schedules/measure-schedule.ts';
import { MetricSources } from './monitoring/metrics.ts';
import type { Names } from '../workflow/names.ts';
import { pascalCase, TASK_NAMES, TASKS } from '../workflow/tasks.ts';
import { Redriver } from './state-machines/redriver.ts';
import { TitleIngestionStateMachine } from './state-machines/state-machine.ts';
import { TakeOver } from './take-over.ts';
import { taskEnvironment } from './functions/task-environment.ts';
import { TaskFunction, type TaskFunctions } from './functions/task-function.ts';

/** The properties of {@link IngestionStack}. */
export interface IngestionStackProps extends StackProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  /** The checkout, which contains `tasks/` and the lockfile. */
  readonly projectRoot: string;
}

/**
 * The resources that fill the stream. They can be deleted and created again without loss, because the progress table is
 * in the shared stack.
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
      description: 'The state machine to start',
    });
    new CfnOutput(this, 'WatchmodeApiKeySecretArn', {
      value: apiKey.ref,
      description: 'The secret for the Watchmode API key',
    });
  }

  /** The function of each task in the table of tasks. */
  private createFunctions(
    { config, names, projectRoot }: Pick<IngestionStackProps, 'config' | 'names' | 'projectRoot'>,
    apiKey: CfnSecret,
  ): TaskFunctions {
    const resources = {
      streamName: names.stream,
      progressTable: names.progressTable,
      watermarkPath: names.watermarkPath,
      watchmodeSecretId: apiKey.ref,
    };
    const functions = TASK_NAMES.map((task) => {
      const { function: created } = new TaskFunction(this, pascalCase(task), {
        task,
        functionName: `${names.stateMachine}-${task}`,
        config,
        environment: taskEnvironment(task, config, resources),
        grants: grantsOf(TASKS[task].mayCall, { stack: this, names, apiKeyArn: apiKey.ref }),
        projectRoot,
      });
      return [task, created];
    });
    return Object.fromEntries(functions) as TaskFunctions;
  }

  /**
   * Creates the secret without a value. A random value of CloudFormation would look like a key that Watchmode refuses. An
   * operator enters the value, and no deployment changes it.
   */
  private createSecret(): CfnSecret {
    const secret = new CfnSecret(this, 'WatchmodeApiKey', {
      description: 'The Watchmode API key, plain text. Set it with: npm run aws:secret',
    });
    secret.applyRemovalPolicy(RemovalPolicy.DESTROY);
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'Watchmode has no API to issue a new key. A person replaces it.',
    });
    return secret;
  }
}
