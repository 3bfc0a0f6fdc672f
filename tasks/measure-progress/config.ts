import { FEEDS, isFeed } from '../../events/feeds.ts';
import type { Feed } from '../../events/types.ts';
import { awsKeys, progressKeys, telemetryKeys } from '../shared/config/common-keys.ts';
import { type Parsed, required } from '../shared/config/config-key.ts';
import { defineConfig } from '../shared/config/define-config.ts';

/** The configuration of measure-progress. */
export const { keys: CONFIG_KEYS, parse: parseConfig } = defineConfig({
  feeds: required(
    'MEASURED_FEEDS',
    'The feeds that schedules ingest, separated by commas. The lag of each is measured',
    feedList,
  ),
  ...progressKeys,
  ...awsKeys,
  ...telemetryKeys,
});

function feedList(text: string): Parsed<readonly Feed[]> {
  const words = text.split(',');
  const feeds = words.filter(isFeed);
  return feeds.length === words.length
    ? { value: [...new Set(feeds)] }
    : { fault: `must be feeds separated by commas, each one of ${FEEDS.join(', ')}` };
}
