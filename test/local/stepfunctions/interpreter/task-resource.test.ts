import { describe, expect, it } from '@jest/globals';
import {
  parseTaskResource,
  type TaskResource,
} from '../../../../local/stepfunctions/interpreter/task-resource.ts';

describe('parseTaskResource', () => {
  it.each<[arn: string, resource: Omit<TaskResource, 'arn'> | object]>([
    ['arn:aws:lambda:eu-west-2:000000000000:function:fetch', { kind: 'function' }],
    ['arn:aws:lambda:eu-west-2:000000000000:function:fetch:live', { kind: 'function' }],
    ['arn:aws:states:::lambda:invoke', { kind: 'service', service: 'lambda', action: 'invoke' }],
    [
      'arn:aws:states:::lambda:invoke.waitForTaskToken',
      { kind: 'service', service: 'lambda', action: 'invoke', pattern: 'waitForTaskToken' },
    ],
    [
      'arn:aws:states:eu-west-2:000000000000:states:startExecution.sync',
      { kind: 'service', service: 'states', action: 'startExecution', pattern: 'sync' },
    ],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      { kind: 'service', service: 'states', action: 'startExecution', pattern: 'sync:2' },
    ],
    [
      'arn:aws:states:::aws-sdk:ssm:getParameter',
      { kind: 'service', service: 'aws-sdk:ssm', action: 'getParameter' },
    ],
    ['arn:aws:states:eu-west-2:000000000000:activity:work', { kind: 'activity' }],
  ])('reads %s', (arn, resource) => {
    expect(parseTaskResource(arn)).toStrictEqual({ arn, ...resource });
  });

  it.each([
    '',
    'fetch',
    'arn:aws:s3:::bucket',
    'arn:aws:states:::lambda',
    'arn:aws:states:::lambda:invoke.later',
    ' arn:aws:states:::lambda:invoke',
    ' arn:aws:lambda:eu-west-2:000000000000:function:fetch',
    'arn:aws:lambda:eu-west-2:000000000000:function:fetch\n',
    ' arn:aws:states:eu-west-2:000000000000:activity:work',
    'arn:aws:states:eu-west-2:000000000000:activity:work\n',
  ])('does not read %j', (arn) => {
    expect(parseTaskResource(arn)).toBeUndefined();
  });
});
