import common from './schemas/common.schema.json' with { type: 'json' };
import type { Feed } from './types.ts';

/** Every feed of the contract. */
export const FEEDS = common.$defs.feed.enum as readonly Feed[];

/** The feed of a run if neither its input nor the deployment names one. */
export const DEFAULT_FEED: Feed = 'new_titles';

/**
 * Returns true if a text is the name of a feed.
 * @example isFeed('new_titles'); // true
 */
export function isFeed(text: string): text is Feed {
  return FEEDS.some((feed) => feed === text);
}
