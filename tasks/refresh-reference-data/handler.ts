import nodeFetch from 'node-fetch';
import type { RefreshedReferenceData as Output } from '../../events/types.ts';
import { composeProgressItems } from '../shared/adapters/dynamodb.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { composeWatchmode } from '../shared/adapters/watchmode.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import { composePublisher } from '../shared/stream/kinesis-client.ts';
import { referenceData } from '../shared/progress/dynamodb-progress.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { names } from '../shared/watchmode/names.ts';
import { parseConfig } from './config.ts';
import { createRefreshReferenceData } from './refresh-reference-data.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<Output> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, random, writeLine } = systemPorts(overrides);
    const { stage, logLevel: level } = config;
    const telemetry = createTelemetry({ task: 'refresh-reference-data', stage, level, clock, writeLine });
    const watchmode = composeWatchmode(config, { fetch: nodeFetch, ...overrides, clock, telemetry }, names);
    const progress = composeProgressItems(config, referenceData);
    const ports = { watchmode, progress, publish: composePublisher(config, { clock, random }), clock };
    return withRequestId(telemetry, createRefreshReferenceData({ ...ports, telemetry, settings: config }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
