import { viewFeeds } from './feeds.ts';
import type { Handler } from './router.ts';

/** GET /api/feeds: the progress of each feed. */
export const feeds: Handler = ({ context }) => viewFeeds(context);
