import {
  composeProgressTable,
  createDynamodbClient,
  type ProgressConfig,
} from '../shared/adapters/dynamodb.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import { createPublishedTitles, type PublishedTitles } from '../shared/progress/published-titles.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';

/** Creates the progress table and the list of published titles in it, with one client. */
export function composeProgress(
  config: ProgressConfig,
  telemetry: Telemetry,
): { readonly progress: ProgressTable; readonly publishedTitles: PublishedTitles } {
  const client = createDynamodbClient(config);
  return {
    progress: composeProgressTable(config, telemetry, client),
    publishedTitles: createPublishedTitles(client, config.progressTable),
  };
}
