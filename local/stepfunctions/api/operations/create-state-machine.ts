import { omitUndefined } from '../../interpreter/omit-undefined.ts';
import { ApiError } from '../protocol/api-error.ts';
import { arn, definition, name, stateMachineType } from '../shapes/members.ts';
import { list, required, string, structure } from '../shapes/shape.ts';
import { toSeconds } from '../wire.ts';
import { configurationMembers, readConfiguration } from './configuration-members.ts';
import { operation } from './operation.ts';

export const tag = required(
  structure({ key: required(string({ min: 1, max: 128 })), value: required(string({ max: 256 })) }),
);

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html} */
export const createStateMachine = operation(
  {
    name: required(name()),
    definition: required(definition()),
    roleArn: required(arn()),
    type: stateMachineType(),
    tags: list(tag),
    ...configurationMembers,
  },
  async (request, { stateMachines }) => {
    if (request.type === 'EXPRESS') {
      throw new ApiError('StateMachineTypeNotSupported', 'This runtime has STANDARD state machines only');
    }
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
