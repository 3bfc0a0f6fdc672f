import { composeProgressItems } from '../shared/adapters/dynamodb.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { createSystemsManagerClient } from '../shared/adapters/systems-manager.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import type { TakenOver } from '../shared/progress/take-over.ts';
import { claims } from '../shared/progress/dynamodb-progress.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { parseConfig } from './config.ts';
import { readParameters } from './read-parameters.ts';
import { createTakeOverProgress } from './take-over-progress.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<TakenOver[]> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, writeLine } = systemPorts(overrides);
    const { stage, logLevel: level, watermarkPath } = config;
    const telemetry = createTelemetry({ task: 'take-over-progress', stage, level, clock, writeLine });
    const progress = composeProgressItems(config, claims);
    const ssm = createSystemsManagerClient(config);
    const ports = { readParameters: () => readParameters(ssm, watermarkPath), progress, telemetry };
    return withRequestId(telemetry, createTakeOverProgress(ports));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
