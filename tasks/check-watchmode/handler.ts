import nodeFetch from 'node-fetch';
import type { WatchmodeCheck } from '../../events/types.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { composeWatchmode } from '../shared/adapters/watchmode.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { createCheckWatchmode } from './check-watchmode.ts';
import { titles } from '../shared/watchmode/titles.ts';
import { parseConfig } from './config.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<WatchmodeCheck> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, writeLine } = systemPorts(overrides);
    const { fetch = nodeFetch } = overrides;
    const { stage, logLevel: level, probeTitleId } = config;
    const telemetry = createTelemetry({ task: 'check-watchmode', stage, level, clock, writeLine });
    const watchmode = composeWatchmode(config, { fetch, clock, telemetry }, titles);
    return withRequestId(telemetry, createCheckWatchmode({ watchmode, clock, telemetry, probeTitleId }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
