import { composeProgressItems } from '../shared/adapters/dynamodb.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import { claims } from '../shared/progress/dynamodb-progress.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { parseConfig } from './config.ts';
import { createMeasureProgress } from './measure-progress.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<null> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, writeLine } = systemPorts(overrides);
    const { stage, logLevel: level, feeds } = config;
    const telemetry = createTelemetry({ task: 'measure-progress', stage, level, clock, writeLine });
    const progress = composeProgressItems(config, claims);
    return withRequestId(telemetry, createMeasureProgress({ progress, clock, telemetry, feeds }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
