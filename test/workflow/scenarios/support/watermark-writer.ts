import type { Feed, WatermarkItem } from '../../../../events/types.ts';
import { parseJson, type TaskInvoker, type TaskOutcome } from '../../../../local/stepfunctions/index.ts';
import type { MemoryProgress } from '../../../tasks/support/memory-progress.ts';

/** An unused service. */
export const NO_SERVICE: TaskInvoker = {
  refusal: (resource) => `${resource.arn} is not supported`,
  invoke: (call) => Promise.reject(new Error(`${call.resource.arn} should have been refused`)),
};

/** The variable arguments of Advance watermark. */
interface Update {
  readonly Key: { readonly feed: { readonly S: Feed } };
  readonly ExpressionAttributeValues: Readonly<
    Record<':start' | ':end' | ':execution', { readonly S: string }>
  >;
}

/**
 * `dynamodb:updateItem` of the state Advance watermark over a table in memory. A test compares it with the definition's
 * own expressions on a real server.
 */
export function watermarkWriter(progress: MemoryProgress): TaskInvoker {
  return {
    refusal: () => undefined,
    // oxlint-disable-next-line typescript/require-await -- a port
    async invoke({ arguments: text }) {
      const { Key, ExpressionAttributeValues: values } = parseJson(text) as unknown as Update;
      const feed = Key.feed.S;
      const item: WatermarkItem = {
        feed,
        item: 'watermark',
        watermark: values[':end'].S,
        listedFrom: values[':start'].S,
        executionArn: values[':execution'].S,
      };
      const fault = progress.beforeCall({ operation: 'put', feed, item: 'watermark' });
      if (fault === 'throttled' || fault === 'refused') return throttled();
      const found = progress.item(feed, 'watermark') as WatermarkItem | undefined;
      if (found === undefined || isAllowed(found, item)) progress.set({ ...found, ...item });
      else return conditionFailed();
      return fault === undefined ? { status: 'SUCCEEDED', output: '{}' } : throttled();
    },
  };
}

function isAllowed(found: WatermarkItem, item: WatermarkItem): boolean {
  if (found.watermark === item.watermark) return found.executionArn === item.executionArn;
  return found.watermark < item.watermark;
}

function conditionFailed(): TaskOutcome {
  const cause = 'The conditional request failed (Service: AmazonDynamoDBv2; Status Code: 400)';
  return { status: 'FAILED', error: 'DynamoDB.ConditionalCheckFailedException', cause };
}

function throttled(): TaskOutcome {
  const cause = 'The request was throttled (Service: AmazonDynamoDBv2; Status Code: 400)';
  return { status: 'FAILED', error: 'DynamoDB.ProvisionedThroughputExceededException', cause };
}
