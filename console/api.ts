/**
 * The shapes in which the console's server tells its pages what it knows. Types alone: the pages import nothing else
 * of the server. Moments are epoch milliseconds, payloads JSON texts, and an absent value is null.
 */
export type * from './api/feeds.ts';
export type * from './api/runs.ts';
export type * from './api/stories.ts';
