import { describe, expect, it } from '@jest/globals';
import { createAnswerModels } from '../../../../local/stepfunctions/adapters/answer-models/answer-models.ts';
import type { JsonObject } from '../../../../local/stepfunctions/interpreter/json.ts';
import { parseTaskResource } from '../../../../local/stepfunctions/interpreter/task-resource.ts';

const models = createAnswerModels();
const faultOf = (integration: string, answer: JsonObject, isComplete = true) => {
  const resource = parseTaskResource(`arn:aws:states:::${integration}`);
  if (resource?.kind !== 'service') throw new Error(`${integration} is no integration`);
  return models.faultOf(resource, answer, isComplete);
};

describe('the models of answers', () => {
  it.each<[integration: string, answer: JsonObject, fault: string]>([
    ['lambda:invoke', { StatusCode: '200' }, "Field 'StatusCode' must be a number"],
    ['lambda:invoke', { Payload: { ok: true } }, "Field 'Payload' must be a string"],
    [
      'dynamodb:putItem',
      { ConsumedCapacity: { CapacityUnits: '123.45' } },
      "Field 'CapacityUnits' must be a number",
    ],
    ['dynamodb:getItem', { Item: { id: { N: 7 } } }, "Field 'N' must be a string"],
    ['dynamodb:getItem', { Item: { seen: { BOOL: 'yes' } } }, "Field 'BOOL' must be a boolean"],
    ['aws-sdk:dynamodb:query', { Items: {} }, "Field 'Items' must be an array"],
    ['aws-sdk:dynamodb:query', { Items: ['a'] }, "Field 'Items' must be an object"],
    ['dynamodb:getItem', { Item: [] }, "Field 'Item' must be an object"],
    ['aws-sdk:dynamodb:getItem', { Item: { tags: { SS: ['a', 1] } } }, "Field 'SS' must be a string"],
    ['states:startExecution', {}, "Required field 'ExecutionArn' is missing"],
    [
      'states:startExecution',
      { executionArn: 'arn', startDate: '2026-11-29T20:00:00Z' },
      "Required field 'ExecutionArn' is missing",
    ],
    [
      'states:startExecution',
      { ExecutionArn: 'arn', StartDate: 1764103483 },
      "Field 'StartDate' must be a string",
    ],
    ['sns:publish', { MessageId: 1 }, "Field 'MessageId' must be a string"],
    ['aws-sdk:kinesis:putRecords', { Records: 'none' }, "Field 'Records' must be an array"],
    ['aws-sdk:secretsmanager:getSecretValue', { Arn: ['arn'] }, "Field 'Arn' must be a string"],
    ['aws-sdk:ssm:getParameter', { Parameter: { Version: '2' } }, "Field 'Version' must be a number"],
  ])('find the fault of %s in %j', async (integration, answer, fault) => {
    expect(await faultOf(integration, answer)).toBe(fault);
  });

  it('do not miss required members of an answer that need not be complete', async () => {
    expect(await faultOf('states:startExecution', {}, false)).toBeUndefined();
    expect(await faultOf('states:startExecution', { StartDate: true }, false)).toBe(
      "Field 'StartDate' must be a string",
    );
  });

  it.each<[integration: string, answer: JsonObject]>([
    ['lambda:invoke', { StatusCode: 200, Payload: '{"ok":true}', SdkHttpMetadata: {}, anything: [1] }],
    ['lambda:invoke', { StatusCode: null }],
    [
      'dynamodb:getItem',
      { Item: { id: { S: 'a' }, list: { L: [{ NULL: true }] }, map: { M: { n: { N: '1' } } } } },
    ],
    ['aws-sdk:dynamodb:query', { Items: [{ id: { S: 'a' } }], Count: 1 }],
    ['states:startExecution', { ExecutionArn: 'arn', StartDate: '2026-11-29T20:00:00Z' }],
    // The answer is that of DescribeExecution.
    ['states:startExecution.sync:2', { Output: { a: 1 } }],
    // The package of the service is not here.
    ['events:putEvents', { Entries: 'none' }],
    ['aws-sdk:s3:getObject', { ContentLength: '9' }],
    // The SDK does not have the operation.
    ['lambda:dance', { StatusCode: 'none' }],
  ])('find no fault of %s in %j', async (integration, answer) => {
    expect(await faultOf(integration, answer)).toBeUndefined();
  });
});
