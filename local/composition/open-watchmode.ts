import { fixedApiKey } from '../../tasks/shared/watchmode/api-key.ts';
import { createWatchmodeClient } from '../../tasks/shared/watchmode/client.ts';
import { systemRandom, type Clock, type Closers } from '../stepfunctions/index.ts';
import type { FaultPlan } from '../watchmode/fault-spec.ts';
import { startWatchmode } from '../watchmode/server.ts';
import type { Connections } from './connections.ts';
import type { RuntimeOptions } from './options.ts';

/** The time that Watchmode has to say what a run has cost. */
const STATUS_TIMEOUT_MS = 10_000;

/** Watchmode as the tasks reach it. */
export interface OpenWatchmode {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Null when it is Watchmode itself. */
  readonly standIn: StandInAccess | null;
}

/** How others reach the stand-in, which is no secret. */
export interface StandInAccess {
  /** The key that it accepts. */
  readonly apiKey: string;
  /** Where its faults are read and changed while it runs. */
  readonly controlUrl: string;
  readonly changeFaults: (faults: FaultPlan) => void;
}

/** Starts Watchmode's stand-in, unless Watchmode itself is to be used. */
export async function openWatchmode(
  { watchmode, ports }: RuntimeOptions,
  clock: Clock,
  closers: Closers,
): Promise<OpenWatchmode> {
  if (watchmode.kind === 'live') return { ...watchmode, standIn: null };
  const { apiKey = systemRandom.uuid() } = watchmode;
  const standIn = await startWatchmode({ ...watchmode, apiKey, clock, port: ports?.watchmode ?? 0 });
  closers.add(() => standIn.close());
  const { url: baseUrl, controlUrl, changeFaults } = standIn;
  return { baseUrl, apiKey, standIn: { apiKey, controlUrl, changeFaults } };
}

/** Credits that the account has used so far; null when Watchmode does not say. Costs none. */
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
