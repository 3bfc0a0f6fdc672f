import { parseArn } from '../arns.ts';
import { arn } from '../shapes/members.ts';
import { list, required, string } from '../shapes/shape.ts';
import { operation } from './operation.ts';
import { refuseSystemTags } from './tags.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_UntagResource.html} */
export const untagResource = operation(
  { resourceArn: required(arn()), tagKeys: required(list(required(string({ min: 1, max: 128 })))) },
  async ({ resourceArn, tagKeys }, { stateMachines }) => {
    parseArn(resourceArn, 'stateMachine');
    refuseSystemTags(tagKeys);
    await stateMachines.untag(resourceArn, tagKeys);
    return {};
  },
);
