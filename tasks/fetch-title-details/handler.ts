import nodeFetch from 'node-fetch';
import type { FetchedTitle } from '../../events/types.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { composeWatchmode } from '../shared/adapters/watchmode.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { titles } from '../shared/watchmode/titles.ts';
import { parseConfig } from './config.ts';
import { createFetchTitleDetails } from './fetch-title-details.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<FetchedTitle> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, writeLine } = systemPorts(overrides);
    const { fetch = nodeFetch } = overrides;
    const { stage, logLevel: level, concurrency, requestsPerMinute = null } = config;
    const telemetry = createTelemetry({ task: 'fetch-title-details', stage, level, clock, writeLine });
    const watchmode = composeWatchmode(config, { fetch, clock, telemetry }, titles);
    const pace = { concurrency, requestsPerMinute };
    return withRequestId(telemetry, createFetchTitleDetails({ watchmode, clock, telemetry, pace }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
