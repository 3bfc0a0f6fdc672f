import { validationException } from '../protocol/api-error.ts';
import { arn } from '../shapes/members.ts';
import {
  boolean,
  integer,
  keptStructure,
  list,
  oneOf,
  required,
  string,
  structure,
} from '../shapes/shape.ts';
import type { StateMachineConfiguration } from '../state-machines/state-machine.ts';

/** Members that CreateStateMachine and UpdateStateMachine have in common. */
export const configurationMembers = {
  loggingConfiguration: keptStructure({
    level: oneOf('ALL', 'ERROR', 'FATAL', 'OFF'),
    includeExecutionData: boolean(),
    destinations: list(structure({ cloudWatchLogsLogGroup: structure({ logGroupArn: arn() }) })),
  }),
  tracingConfiguration: keptStructure({ enabled: boolean() }),
  encryptionConfiguration: keptStructure({
    type: required(oneOf('AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY')),
    kmsKeyId: string({ min: 1, max: 2048 }),
    kmsDataKeyReusePeriodSeconds: integer({ min: 60, max: 900 }),
  }),
  publish: boolean(),
  versionDescription: string({ max: 256 }),
};

interface ConfigurationRequest {
  readonly loggingConfiguration: Readonly<Record<string, unknown>> | undefined;
  readonly tracingConfiguration: Readonly<Record<string, unknown>> | undefined;
  readonly encryptionConfiguration: Readonly<Record<string, unknown>> | undefined;
  readonly publish: boolean | undefined;
  readonly versionDescription: string | undefined;
}

/** The configuration in a request. Versions are not kept here, so publishing one is refused. */
export function readConfiguration(request: ConfigurationRequest): StateMachineConfiguration {
  const { loggingConfiguration, tracingConfiguration, encryptionConfiguration } = request;
  if (request.publish === true) {
    throw validationException('Publishing state machine versions is not supported by this runtime');
  }
  if (request.versionDescription !== undefined) {
    throw validationException('Version description can only be set when publish is true');
  }
  return {
    ...(loggingConfiguration === undefined ? {} : { loggingConfiguration }),
    ...(tracingConfiguration === undefined ? {} : { tracingConfiguration }),
    ...(encryptionConfiguration === undefined ? {} : { encryptionConfiguration }),
  };
}
