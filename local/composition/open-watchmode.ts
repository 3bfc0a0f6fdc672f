import { fixedApiKey } from '../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient } from '../../tasks/shared/watchmode/client.ts';
import { systemRandom, type Clock, type Closers } from '../stepfunctions/index.ts';
import type { FaultPlan } from '../watchmode/fault-spec.ts';
import { startWatchmode } from '../watchmode/server.ts';
import { beginDays, readDayZero } from './day-zero.ts';
import type { Connections } from './connections.ts';
import type { RuntimeOptions } from './options.ts';

/** Timeout of the request for the credits used. */
const STATUS_TIMEOUT_MS = 10_000;

/** The Watchmode API that the tasks call. */
export interface OpenWatchmode {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Null for Watchmode itself. */
  readonly standIn: StandInAccess | null;
}

/** Access to the stand-in. Nothing in it is secret. */
export interface StandInAccess {
  /** The API key that it accepts. */
  readonly apiKey: string;
  /** The URL at which its faults are read and changed while it runs. */
  readonly controlUrl: string;
  readonly changeFaults: (faults: FaultPlan) => void;
}

/**
 * Starts Watchmode's stand-in, unless the options select Watchmode itself.
 *
 * @throws WatchmodeStartError, JsonFileCorrupted
 */
export async function openWatchmode(
  { watchmode, ports, dataFolder, beginsAnew = false }: RuntimeOptions,
  clock: Clock,
  closers: Closers,
): Promise<OpenWatchmode> {
  if (watchmode.kind === 'live') return { ...watchmode, standIn: null };
  const { apiKey = systemRandom.uuid() } = watchmode;
  const createdAt = await (beginsAnew ? beginDays : readDayZero)(dataFolder, clock);
  const port = ports?.watchmode ?? 0;
  const standIn = await startWatchmode({ ...watchmode, apiKey, clock, createdAt, port });
  closers.add(() => standIn.close());
  const { url: baseUrl, controlUrl, changeFaults } = standIn;
  return { baseUrl, apiKey, standIn: { apiKey, controlUrl, changeFaults } };
}

/** Returns the credits that the account has used, or null if Watchmode does not report them. Costs no credits. */
export async function creditsUsed(
  { baseUrl, apiKey }: OpenWatchmode,
  fetch: Connections['fetch'],
): Promise<number | null> {
  const watchmode = createWatchmodeClient({
    baseUrl,
    apiKey: fixedApiKey(apiKey),
    fetch,
    timeoutMs: STATUS_TIMEOUT_MS,
  });
  const { quotaUsed = null } = await watchmode.status();
  return quotaUsed;
}
