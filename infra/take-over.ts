import { CfnResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Trigger } from 'aws-cdk-lib/triggers';
import { Construct } from 'constructs';
import type { DeploymentConfig } from './config.ts';
import type { TaskFunctions } from './task-function.ts';
import type { Names } from '../workflow/names.ts';
import { TASKS } from '../workflow/tasks.ts';

export interface TakeOverProps {
  readonly config: DeploymentConfig;
  readonly names: Names;
  readonly functions: TaskFunctions;
}

/** The construct of the function by which the CDK invokes triggers. The CDK makes one for all triggers of a stack. */
const PROVIDER = 'AWSCDK.TriggerCustomResourceProviderCustomResourceProvider';

/**
 * Invokes take-over-progress when a deployment creates or changes it. Only the first invocation has something to do. A
 * failure of it fails the deployment.
 *
 * It comes before any other function is created or changed, and thus before the state machines and the schedules: the
 * function takes nothing over once a run has used the progress table.
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
    // Without a log group of ours Lambda makes one, which is kept for ever.
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
