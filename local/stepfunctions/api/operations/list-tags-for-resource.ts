import { parseArn } from '../arns.ts';
import { arn } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { operation } from './operation.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListTagsForResource.html} */
export const listTagsForResource = operation(
  { resourceArn: required(arn()) },
  async ({ resourceArn }, { stateMachines }) => {
    parseArn(resourceArn, 'stateMachine');
    return { tags: await stateMachines.tagsOf(resourceArn) };
  },
);
