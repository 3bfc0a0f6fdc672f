import {
  composeProgressItems,
  createDynamodbClient,
  type ProgressConfig,
} from '../shared/adapters/dynamodb.ts';
import { deferredTitles } from '../shared/progress/dynamodb-progress.ts';
import type { DeferredTitles, ProgressWrites } from '../shared/progress/progress-table.ts';
import { createPublishedTitles, type PublishedTitles } from '../shared/progress/published-titles.ts';

/** Creates the deferred titles in the progress table and the list of published titles in it, with one client. */
export function composeProgress(config: ProgressConfig): {
  readonly progress: DeferredTitles & ProgressWrites;
  readonly publishedTitles: PublishedTitles;
} {
  const client = createDynamodbClient(config);
  return {
    progress: composeProgressItems(config, deferredTitles, client),
    publishedTitles: createPublishedTitles(client, config.progressTable),
  };
}
