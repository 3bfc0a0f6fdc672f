import common from './schemas/common.schema.json' with { type: 'json' };
import type { Feed } from './types.ts';

/** Every feed, as the contract lists them. */
export const FEEDS = common.$defs.feed.enum as readonly Feed[];

/** The feed of a run whose input names none, where a deployment does not say otherwise. */
export const DEFAULT_FEED: Feed = 'new_titles';

/** Whether a text names a feed. */
export function isFeed(text: string): text is Feed {
  return FEEDS.some((feed) => feed === text);
}
