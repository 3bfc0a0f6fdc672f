import { parseArn } from '../arns.ts';
import { arn } from '../shapes/members.ts';
import { list, required } from '../shapes/shape.ts';
import { tag } from './create-state-machine.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html} */
export const tagResource = operation(
  { resourceArn: required(arn()), tags: required(list(tag)) },
  async ({ resourceArn, tags }, { stateMachines }) => {
    parseArn(resourceArn, 'stateMachine');
    await stateMachines.tag(resourceArn, tags);
    return {};
  },
);
