import nodeFetch from 'node-fetch';
import type { Listing } from '../../events/types.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { composeWatchmodeClient } from '../shared/adapters/watchmode.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { parseConfig } from './config.ts';
import { createListNewTitles } from './list-new-titles.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<Listing> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, writeLine } = systemPorts(overrides);
    const { fetch = nodeFetch } = overrides;
    const { stage, logLevel: level, feed, regions, requestsPerMinute = null } = config;
    const { overlapMinutes, firstWindowHours, creditReserve } = config;
    const telemetry = createTelemetry({ task: 'list-new-titles', stage, level, clock, writeLine });
    const watchmode = composeWatchmodeClient(config, { fetch, clock, telemetry });
    const window = { overlapMinutes, firstWindowHours };
    const settings = { feed, regions, ...window, creditReserve, requestsPerMinute };
    return withRequestId(telemetry, createListNewTitles({ watchmode, clock, telemetry, settings }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
