import type { DeploymentConfig } from '../config.ts';

/** An AWS account and Region, if known. */
export interface AwsEnvironment {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** The credentials are for another account or Region than the stage's. */
export class WrongEnvironmentError extends Error {
  override readonly name = 'WrongEnvironmentError';

  constructor(
    readonly stage: string,
    /** `account` or `Region`. */
    readonly kind: 'account' | 'Region',
    readonly expected: string,
    readonly actual: string,
  ) {
    super(
      `The stage ${stage} belongs to the ${kind} ${expected}, but the CDK would deploy to the ${kind} ${actual}. Use a profile for ${expected}, or choose another stage with -c stage=NAME. infra/stages.ts has the account and Region of each stage.`,
    );
  }
}

/**
 * Returns the environment of a stage's stacks: the account and the Region in its settings.
 *
 * @param caller the account and Region of the command's credentials; unknown without credentials
 * @throws WrongEnvironmentError if the caller is known and differs from the stage's account or Region
 */
export function environmentOf(
  { stage, awsAccount, awsRegion }: DeploymentConfig,
  caller: AwsEnvironment,
): { account?: string; region?: string } {
  if (differs(awsAccount, caller.account)) {
    throw new WrongEnvironmentError(stage, 'account', awsAccount, caller.account);
  }
  if (differs(awsRegion, caller.region)) {
    throw new WrongEnvironmentError(stage, 'Region', awsRegion, caller.region);
  }
  return {
    ...(awsAccount === '' ? {} : { account: awsAccount }),
    ...(awsRegion === '' ? {} : { region: awsRegion }),
  };
}

const differs = (expected: string, actual: string | undefined): actual is string =>
  expected !== '' && actual !== undefined && actual !== expected;
