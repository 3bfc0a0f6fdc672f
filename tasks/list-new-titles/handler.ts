import nodeFetch from 'node-fetch';
import type { Listing } from '../../events/types.ts';
import { composeProgressTable } from '../shared/adapters/dynamodb.ts';
import { createExecutions, createStepFunctionsClient } from '../shared/adapters/step-functions.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { composeWatchmode } from '../shared/adapters/watchmode.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { listings } from '../shared/watchmode/listings.ts';
import { parseConfig } from './config.ts';
import { createListNewTitles } from './list-new-titles.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<Listing> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, writeLine } = systemPorts(overrides);
    const { stage, logLevel: level } = config;
    const telemetry = createTelemetry({ task: 'list-new-titles', stage, level, clock, writeLine });
    const { fetch = nodeFetch } = overrides;
    const watchmode = composeWatchmode(config, { fetch, clock, telemetry }, listings);
    const executions = createExecutions(createStepFunctionsClient(config));
    const ports = { watchmode, progress: composeProgressTable(config, telemetry), executions };
    return withRequestId(telemetry, createListNewTitles({ ...ports, clock, telemetry, settings: config }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
