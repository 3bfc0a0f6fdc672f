import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { refuseLabel } from '../arns.ts';
import { ApiError } from '../protocol/api-error.ts';
import { arn, definition as definitionText } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { toSeconds } from '../wire.ts';
import { configurationMembers, readConfiguration } from './configuration-members.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html} */
export const updateStateMachine = operation(
  {
    stateMachineArn: required(arn()),
    definition: definitionText(),
    roleArn: arn(),
    ...configurationMembers,
  },
  async (request, { stateMachines }) => {
    refuseLabel(request.stateMachineArn, 'UpdateStateMachine');
    const { definition, roleArn, loggingConfiguration, tracingConfiguration, encryptionConfiguration } =
      request;
    const changes = [
      definition,
      roleArn,
      loggingConfiguration,
      tracingConfiguration,
      encryptionConfiguration,
    ];
    if (changes.every((change) => change === undefined)) {
      throw missing(
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
      );
    }
    const update = { ...omitUndefined({ definition, roleArn }), ...readConfiguration(request) };
    if (encryptionConfiguration !== undefined && definition === undefined) {
      throw missing('The definition must be specified when updating the EncryptionConfiguration');
    }
    const { updateDate, revisionId } = await stateMachines.update(request.stateMachineArn, update);
    return { updateDate: toSeconds(updateDate), revisionId };
  },
);

function missing(message: string): ApiError {
  return new ApiError('MissingRequiredParameter', message);
}
