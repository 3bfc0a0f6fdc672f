import { connectToWatchmode, type WatchmodeAccount, type WatchmodeOptions } from './connection.ts';
import { listings, type Listings } from './listings.ts';
import { names, type Names } from './names.ts';
import { titles, type Titles } from './titles.ts';

/** The used part of Watchmode's API. */
export type WatchmodeClient = WatchmodeAccount & Listings & Names & Titles;

/** Creates a client with all requests. A task takes only its own, so that its bundle validates no other responses. */
export function createWatchmodeClient(options: WatchmodeOptions): WatchmodeClient {
  const connection = connectToWatchmode(options);
  return { ...connection, ...listings(connection), ...names(connection), ...titles(connection) };
}
