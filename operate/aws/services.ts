/** The services of AWS that this program calls, with their IDs in the AWS SDK and in the AWS configuration. */
export const SERVICE_IDS = {
  cloudFormation: 'CloudFormation',
  dynamodb: 'DynamoDB',
  kinesis: 'Kinesis',
  lambda: 'Lambda',
  scheduler: 'Scheduler',
  secretsManager: 'Secrets Manager',
  sns: 'SNS',
  ssm: 'SSM',
  stepFunctions: 'SFN',
  sts: 'STS',
} as const;

/** A service that the commands call. */
export type ServiceName = keyof typeof SERVICE_IDS;
