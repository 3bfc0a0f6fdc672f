import type { SavedSweep } from '../../events/types.ts';
import { composeProgressItems } from '../shared/adapters/dynamodb.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import { sweeps } from '../shared/progress/dynamodb-progress.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { parseConfig } from './config.ts';
import { createSaveSweep } from './save-sweep.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<SavedSweep> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, writeLine } = systemPorts(overrides);
    const { stage, logLevel: level } = config;
    const telemetry = createTelemetry({ task: 'save-sweep', stage, level, clock, writeLine });
    const progress = composeProgressItems(config, sweeps);
    return withRequestId(telemetry, createSaveSweep({ progress, telemetry }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
