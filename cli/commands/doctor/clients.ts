import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { clientSettings } from '../../../operate/aws/client-settings.ts';
import type { ServiceName } from '../../../operate/aws/services.ts';
import { resolveAwsTarget, type Target, type TargetOptions } from '../../../operate/aws/target.ts';
import type { Io } from '../../../operate/io.ts';

/** A client for each service of a deployment. */
export interface DoctorClients {
  readonly target: Target;
  readonly cloudFormation: CloudFormationClient;
  readonly dynamodb: DynamoDBClient;
  readonly kinesis: KinesisClient;
  readonly lambda: LambdaClient;
  readonly scheduler: SchedulerClient;
  readonly secrets: SecretsManagerClient;
  readonly sfn: SFNClient;
  readonly sns: SNSClient;
  readonly ssm: SSMClient;
  readonly sts: STSClient;
}

/** Creates the clients for one account and Region. */
export async function createDoctorClients(options: TargetOptions, io: Io): Promise<DoctorClients> {
  const settings = async (service: ServiceName) =>
    clientSettings(await resolveAwsTarget(service, options, io), io);
  return {
    target: await resolveAwsTarget('stepFunctions', options, io),
    cloudFormation: new CloudFormationClient(await settings('cloudFormation')),
    dynamodb: new DynamoDBClient(await settings('dynamodb')),
    kinesis: new KinesisClient(await settings('kinesis')),
    lambda: new LambdaClient(await settings('lambda')),
    scheduler: new SchedulerClient(await settings('scheduler')),
    secrets: new SecretsManagerClient(await settings('secretsManager')),
    sfn: new SFNClient(await settings('stepFunctions')),
    sns: new SNSClient(await settings('sns')),
    ssm: new SSMClient(await settings('ssm')),
    sts: new STSClient(await settings('sts')),
  };
}
