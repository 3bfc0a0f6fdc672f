import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { ApiError, validationException } from '../protocol/api-error.ts';
import { arn } from '../shapes/members.ts';
import { boolean, integer, list, oneOf, required, string, structure } from '../shapes/shape.ts';
import type { StateMachineConfiguration } from '../state-machines/state-machine.ts';

/** Members of both CreateStateMachine and UpdateStateMachine. */
export const configurationMembers = {
  loggingConfiguration: structure({
    level: oneOf('ALL', 'ERROR', 'FATAL', 'OFF'),
    includeExecutionData: boolean(),
    destinations: list(structure({ cloudWatchLogsLogGroup: structure({ logGroupArn: arn() }) })),
  }),
  tracingConfiguration: structure({ enabled: boolean() }),
  encryptionConfiguration: structure({
    type: required(oneOf('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY')),
    kmsKeyId: string({ min: 1, max: 2048 }),
    kmsDataKeyReusePeriodSeconds: integer({ min: 60, max: 900 }),
  }),
  publish: boolean(),
  versionDescription: string({ max: 256 }),
};

type ConfigurationRequest = {
  readonly [Name in keyof typeof configurationMembers]: ReturnType<
    (typeof configurationMembers)[Name]['read']
  >;
};

/** Reads the configuration in a request. Refuses to publish versions, which this runtime does not support. */
export function readConfiguration(request: ConfigurationRequest): StateMachineConfiguration {
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = request;
  if (request.publish === true) {
    throw validationException('Publishing state machine versions is not supported by this runtime');
  }
  if (request.versionDescription !== undefined) {
    throw validationException('Version description can only be set when publish is true');
  }
  return omitUndefined({
    loggingConfiguration: loggingConfiguration && readLogging(loggingConfiguration),
    tracingConfiguration: tracingConfiguration && { enabled: tracingConfiguration.enabled ?? false },
    encryptionConfiguration: encryptionConfiguration && readEncryption(encryptionConfiguration),
  });
}

const LOG_GROUP = /^arn:aws[a-z-]*:logs:[a-z0-9-]+:\d{12}:log-group:[^:*]+:\*$/;

/** Applies the defaults. A level other than OFF needs exactly one destination. */
function readLogging(given: NonNullable<ConfigurationRequest['loggingConfiguration']>) {
  const { level = 'OFF', includeExecutionData = false, destinations = [] } = given;
  const refuse = (what: string) =>
    new ApiError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${what}`);
  if (destinations.length > 1 || (level !== 'OFF' && destinations.length === 0)) {
    throw refuse('Must specify exactly one Log Destination.');
  }
  for (const destination of destinations) {
    const logGroupArn = destination?.cloudWatchLogsLogGroup?.logGroupArn;
    if (logGroupArn === undefined || !LOG_GROUP.test(logGroupArn)) {
      throw refuse(`The ARN of a log group ends in ':*', but was '${logGroupArn ?? ''}'`);
    }
  }
  return { level, includeExecutionData, ...(destinations.length === 0 ? {} : { destinations }) };
}

/** Applies the defaults. Only customer managed encryption has a `kmsKeyId`. */
function readEncryption(given: NonNullable<ConfigurationRequest['encryptionConfiguration']>) {
  const { type, kmsKeyId, kmsDataKeyReusePeriodSeconds = 300 } = given;
  const needsKey = type === 'CUSTOMER_MANAGED_KMS_KEY';
  if (needsKey !== (kmsKeyId !== undefined)) {
    const what = needsKey ? 'needs a kmsKeyId' : 'takes no kmsKeyId';
    throw new ApiError(
      'InvalidEncryptionConfiguration',
      `Invalid Encryption Configuration: The type ${type} ${what}`,
    );
  }
  return needsKey ? { type, kmsKeyId, kmsDataKeyReusePeriodSeconds } : { type };
}
