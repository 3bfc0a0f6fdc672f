import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { ApiError } from '../protocol/api-error.ts';
import { arn, definition, name, stateMachineType } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { toSeconds } from '../wire.ts';
import { configurationMembers, readConfiguration } from './configuration-members.ts';
import { operation } from './operation.ts';
import { refuseSystemTags, tags } from './tags.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html} */
export const createStateMachine = operation(
  {
    name: required(name()),
    definition: required(definition()),
    roleArn: required(arn()),
    type: stateMachineType(),
    tags: tags(),
    ...configurationMembers,
  },
  async (request, { stateMachines }) => {
    if (request.type === 'EXPRESS') {
      throw new ApiError('StateMachineTypeNotSupported', 'This runtime has STANDARD state machines only');
    }
    refuseSystemTags(request.tags?.map(({ key }) => key));
    const { stateMachineArn, creationDate } = await stateMachines.create({
      name: request.name,
      definition: request.definition,
      roleArn: request.roleArn,
      ...omitUndefined({ tags: request.tags }),
      ...readConfiguration(request),
    });
    return { stateMachineArn, creationDate: toSeconds(creationDate) };
  },
);
