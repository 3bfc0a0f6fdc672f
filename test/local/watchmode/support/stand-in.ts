import { fileURLToPath } from 'node:url';
import fetch, { type Response } from 'node-fetch';
import { RealClock } from '../../../../local/stepfunctions/index.ts';
import { loadCatalogue, type CatalogueTitle } from '../../../../local/watchmode/catalogue.ts';
import { startWatchmode, type Watchmode, type WatchmodeOptions } from '../../../../local/watchmode/server.ts';

export const API_KEY = 'key-of-the-test';

/** The catalogue that ships with the project. */
export const CATALOGUE_FILE = fileURLToPath(
  new URL('../../../../local/watchmode/catalogue.csv', import.meta.url),
);

let catalogue: Promise<readonly CatalogueTitle[]> | undefined;
const running = new Set<Watchmode>();

/** Starts a stand-in over the shipped catalogue. `closeAll` ends it. */
export async function start(options: Partial<WatchmodeOptions> = {}): Promise<Watchmode> {
  catalogue ??= loadCatalogue(CATALOGUE_FILE);
  const watchmode = await startWatchmode({
    catalogue: await catalogue,
    apiKey: API_KEY,
    clock: new RealClock(),
    ...options,
  });
  running.add(watchmode);
  return watchmode;
}

/** Ends every stand-in that a test has started. */
export async function closeAll(): Promise<void> {
  await Promise.all([...running].map((watchmode) => watchmode.close()));
  running.clear();
}

/** One request with the key. */
export function get(
  watchmode: Watchmode,
  path: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${watchmode.url}${path}`, { headers: { 'X-API-Key': API_KEY, ...headers } });
}

/** A clock that a test sets. A sleep ends as soon as its time has come. */
export function settableClock(start: number): {
  now: () => number;
  sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  set: (epochMs: number) => void;
  sleeping: () => number;
} {
  let now = start;
  const sleepers = new Set<{ due: number; wake: () => void }>();
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { due: now + milliseconds, wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(new Error('The sleep was ended', { cause: signal.reason }));
        });
      }),
    set: (epochMs) => {
      now = epochMs;
      for (const sleeper of sleepers) if (sleeper.due <= now && sleepers.delete(sleeper)) sleeper.wake();
    },
    sleeping: () => sleepers.size,
  };
}
