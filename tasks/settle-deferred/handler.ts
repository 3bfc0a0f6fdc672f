import type { Settlement } from '../../events/types.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { parseConfig } from './config.ts';
import { createSettleDeferred } from './settle-deferred.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<Settlement> {
  return composeOnFirstCall(() => {
    const { stage, logLevel: level, maxDeferrals } = parseConfig(env);
    const { clock, writeLine } = systemPorts(overrides);
    const telemetry = createTelemetry({ task: 'settle-deferred', stage, level, clock, writeLine });
    return withRequestId(telemetry, createSettleDeferred({ telemetry, maxDeferrals }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
