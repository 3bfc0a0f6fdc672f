import { CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import type { DeploymentConfig } from './config.ts';
import type { TaskFunctions } from './functions/task-function.ts';
import type { Names } from '../workflow/names.ts';
import { TASKS } from '../workflow/tasks.ts';

/** The properties of {@link TakeOver}. */
export interface TakeOverProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly functions: TaskFunctions;
}

/** The construct of the CDK's function that invokes triggers. A stack has one for all triggers. */
const PROVIDER = 'AWSCDK.TriggerCustomResourceProviderCustomResourceProvider';

/**
 * Invokes take-over-progress when a deployment creates or changes it. Only the first invocation has work to do. If it
 * fails, the deployment fails.
 *
 * It runs before other functions, state machines and schedules are created or changed, because the function takes nothing
 * over once a run has used the progress table.
 */
export class TakeOver extends Construct {
  constructor(scope: Construct, id: string, { config, names, functions }: TakeOverProps) {
    super(scope, id);
    const { 'take-over-progress': handler, ...others } = functions;
    new Trigger(this, 'Trigger', {
      handler,
      timeout: Duration.seconds(TASKS['take-over-progress'].timeoutSeconds + 10),
      executeBefore: Object.values(others),
    });
    // Lambda would create a log group without a retention time.
    const logGroup = new LogGroup(this, 'ProviderLogs', {
      logGroupName: `/aws/lambda/${names.stateMachine}-take-over-progress-trigger`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const provider = Stack.of(this).node.findChild(PROVIDER).node.findChild('Handler');
    if (!CfnResource.isCfnResource(provider)) throw new TypeError(`${PROVIDER} has no function`);
    provider.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
  }
}
