import { parseArn } from '../arns.ts';
import { arn } from '../shapes/members.ts';
import { required } from '../shapes/shape.ts';
import { operation } from './operation.ts';
import { refuseSystemTags, tags as tagList } from './tags.ts';

/** @see {@link https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html} */
export const tagResource = operation(
  { resourceArn: required(arn()), tags: required(tagList()) },
  async ({ resourceArn, tags }, { stateMachines }) => {
    parseArn(resourceArn, 'stateMachine');
    refuseSystemTags(tags.map(({ key }) => key));
    await stateMachines.tag(resourceArn, tags);
    return {};
  },
);
