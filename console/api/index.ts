/**
 * The shapes in which the console's server tells its pages what it knows. Types alone: the pages import nothing else
 * of the server. Moments are epoch milliseconds, payloads JSON texts, and an absent value is null.
 */
export type * from './feeds.ts';
export type * from './runs.ts';
export type * from './stories.ts';
