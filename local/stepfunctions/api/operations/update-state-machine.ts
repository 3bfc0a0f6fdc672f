import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { refuseLabel } from '../arns.ts';
import { ApiError } from '../protocol/api-error.ts';
import { arn, definition } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { toSeconds } from '../wire.ts';
import { configurationMembers, readConfiguration } from './configuration-members.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html} */
export const updateStateMachine = operation(
  {
    stateMachineArn: required(arn()),
    definition: definition(),
    roleArn: arn(),
    ...configurationMembers,
  },
  async (request, { stateMachines }) => {
    refuseLabel(request.stateMachineArn, 'UpdateStateMachine');
    const update = {
      ...omitUndefined({ definition: request.definition, roleArn: request.roleArn }),
      ...readConfiguration(request),
    };
    if (Object.keys(update).length === 0) {
      throw new ApiError(
        'MissingRequiredParameter',
        'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
      );
    }
    const { updateDate, revisionId } = await stateMachines.update(request.stateMachineArn, update);
    return { updateDate: toSeconds(updateDate), revisionId };
  },
);
