import { describe, expect, it } from '@jest/globals';
import { createTaskInvoker } from '../../../../local/stepfunctions/adapters/task-invoker.ts';
import type { TaskInvoker } from '../../../../local/stepfunctions/interpreter/ports.ts';
import { parseTaskResource } from '../../../../local/stepfunctions/interpreter/task-resource.ts';
import { call } from './lambda/support/call.ts';

const part = (name: string): TaskInvoker => ({
  refusal: () => `asked ${name}`,
  invoke: () => Promise.resolve({ status: 'SUCCEEDED', output: JSON.stringify(name) }),
});
const invoker = createTaskInvoker({
  lambda: part('lambda'),
  ssm: part('ssm'),
  sfn: part('sfn'),
  dynamodb: part('dynamodb'),
});

const FUNCTION = 'arn:aws:lambda:eu-west-2:000000000000:function:work';

describe('createTaskInvoker', () => {
  it.each([
    [FUNCTION, 'lambda'],
    ['arn:aws:states:::lambda:invoke', 'lambda'],
    ['arn:aws:states:::aws-sdk:ssm:getParameter', 'ssm'],
    ['arn:aws:states:::aws-sdk:sfn:listExecutions', 'sfn'],
    ['arn:aws:states:::dynamodb:updateItem', 'dynamodb'],
    ['arn:aws-cn:states:::aws-sdk:dynamodb:query', 'dynamodb'],
  ])('dispatches %s to its part', async (arn, name) => {
    expect(invoker.refusal(parseTaskResource(arn)!)).toBe(`asked ${name}`);
    expect(await invoker.invoke(call(arn, {}))).toMatchObject({ output: JSON.stringify(name) });
  });

  it.each([
    ['arn:aws:states:::sqs:sendMessage', 'sqs:sendMessage is not supported'],
    ['arn:aws:states:::aws-sdk:lambda:invoke', 'is not supported'],
    ['arn:aws:states:eu-west-2:000000000000:activity:a', 'Activities are not supported'],
  ])('refuses %s, and never runs it', async (arn, reason) => {
    expect(invoker.refusal(parseTaskResource(arn)!)).toContain(reason);
    await expect(invoker.invoke(call(arn, {}))).rejects.toThrow('should have been refused');
  });

  it.each(['dynamodb:getItem', 'aws-sdk:dynamodb:query'])(
    'refuses %s where there is no DynamoDB',
    async (action) => {
      const arn = `arn:aws:states:::${action}`;
      const without = createTaskInvoker({ lambda: part('lambda'), ssm: part('ssm') });

      expect(without.refusal(parseTaskResource(arn)!)).toBe(
        `${arn} is not supported: this runtime has no DynamoDB`,
      );
      await expect(without.invoke(call(arn, {}))).rejects.toThrow('should have been refused');
    },
  );
});
