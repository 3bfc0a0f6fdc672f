/**
 * Types of the messages from the console's server to its pages, which import nothing else of the server. Times are epoch
 * milliseconds, payloads are JSON texts, and an absent value is null.
 */
export type * from './catalogue.ts';
export type * from './feeds.ts';
export type * from './imports.ts';
export type * from './redrive.ts';
export type * from './runs.ts';
export type * from './session.ts';
export type * from './stories.ts';
