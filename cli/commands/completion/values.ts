import { FEEDS } from '../../../events/feeds.ts';
import { REGIONS } from '../../../events/regions.ts';
import { TITLE_TYPES } from '../../../events/title-types.ts';
import { GENRES, PROVIDERS } from '../../../local/watchmode/providers.ts';
import definition from '../../../workflow/title-ingestion.asl.json' with { type: 'json' };
import { allStates, parseDefinition } from '../../../workflow/definition.ts';
import { listProfiles } from '../../../operate/aws/profiles.ts';
import type { Io } from '../../../operate/io.ts';

/** The Regions of AWS that every account can use. Others can be typed. */
const AWS_REGIONS = [
  ...['eu-west-2', 'eu-west-1', 'eu-west-3', 'eu-central-1', 'eu-north-1'],
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'],
];

/**
 * Returns the values of an option; undefined for free values. Services and genres are those of the stand-in, which
 * has Watchmode's names; others can be typed.
 */
export async function valuesOfOption(option: string, env: Io['env']): Promise<readonly string[] | undefined> {
  switch (option) {
    case '--feed':
      return FEEDS;
    case '--services':
      return PROVIDERS.map(({ name }) => name);
    case '--genres':
      return GENRES.map(({ name }) => name);
    case '--types':
      return TITLE_TYPES;
    case '--regions':
      return [...REGIONS];
    case '--region':
      return AWS_REGIONS;
    case '--profile':
      return listProfiles(env);
    default:
      return undefined;
  }
}

/** Returns the names of the states of the workflow, the inner ones included. */
export function stateNames(): string[] {
  return allStates(parseDefinition(JSON.stringify(definition))).map(([name]) => name);
}
