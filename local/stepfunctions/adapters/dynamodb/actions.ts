import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
  type DeleteItemCommandInput,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { TaskResource } from '../../interpreter/task-resource.ts';

/** The service integration of a Task state: the optimised integration or the AWS SDK integration. */
export type Integration = 'dynamodb' | 'aws-sdk:dynamodb';

/** An action, and the members that its `Arguments` may have. */
export interface Action {
  readonly members: ReadonlySet<string>;
  readonly command: (input: object) => AnyCommand;
}

type AnyCommand = DeleteItemCommand | GetItemCommand | PutItemCommand | QueryCommand | UpdateItemCommand;

const COMMON = ['TableName', 'ExpressionAttributeNames', 'ReturnConsumedCapacity'];
const READ = [...COMMON, 'AttributesToGet', 'ConsistentRead', 'ProjectionExpression'];
const WRITE = [
  ...COMMON,
  'ConditionalOperator',
  'ConditionExpression',
  'Expected',
  'ExpressionAttributeValues',
  'ReturnItemCollectionMetrics',
  'ReturnValues',
];

/** The four actions of the optimised integration. */
const OPTIMISED: Readonly<Record<string, Action>> = {
  getItem: action([...READ, 'Key'], (input) => new GetItemCommand(input as GetItemCommandInput)),
  putItem: action([...WRITE, 'Item'], (input) => new PutItemCommand(input as PutItemCommandInput)),
  updateItem: action(
    [...WRITE, 'Key', 'AttributeUpdates', 'UpdateExpression'],
    (input) => new UpdateItemCommand(input as UpdateItemCommandInput),
  ),
  deleteItem: action([...WRITE, 'Key'], (input) => new DeleteItemCommand(input as DeleteItemCommandInput)),
};

const QUERY = [
  ...READ,
  'ConditionalOperator',
  'ExclusiveStartKey',
  'ExpressionAttributeValues',
  'FilterExpression',
  'IndexName',
  'KeyConditionExpression',
  'KeyConditions',
  'Limit',
  'QueryFilter',
  'ScanIndexForward',
  'Select',
];

const ACTIONS: Readonly<Record<Integration, Readonly<Record<string, Action>>>> = {
  dynamodb: OPTIMISED,
  'aws-sdk:dynamodb': {
    ...OPTIMISED,
    query: action(QUERY, (input) => new QueryCommand(input as QueryCommandInput)),
  },
};

function action(members: readonly string[], command: Action['command']): Action {
  return { members: new Set(members), command };
}

/** Returns the action of a resource, or undefined if it is not supported. */
export function actionOf(
  resource: TaskResource,
): { readonly integration: Integration; readonly action: Action } | undefined {
  if (resource.kind !== 'service' || !isIntegration(resource.service)) return undefined;
  const actions = ACTIONS[resource.service];
  const found = Object.hasOwn(actions, resource.action) ? actions[resource.action] : undefined;
  return found && { integration: resource.service, action: found };
}

export function isIntegration(service: string): service is Integration {
  return Object.hasOwn(ACTIONS, service);
}

/** Returns the reason to refuse a definition with this resource, or undefined if the resource is supported. */
export function refusal(resource: TaskResource): string | undefined {
  if (resource.kind !== 'service' || actionOf(resource) === undefined) {
    const [optimised, sdk] = [ACTIONS.dynamodb, ACTIONS['aws-sdk:dynamodb']].map((actions) =>
      Object.keys(actions).join(', '),
    );
    return (
      `${resource.arn} is not supported. Supported: ` +
      `dynamodb:${optimised ?? ''} and aws-sdk:dynamodb:${sdk ?? ''}`
    );
  }
  return resource.pattern === undefined
    ? undefined
    : `${resource.arn} is not supported: use the resource without .${resource.pattern}`;
}
