import type { PublishedBatch } from '../../events/types.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import { composePublisher } from '../shared/stream/kinesis-client.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { composeProgress } from './compose-progress.ts';
import { parseConfig } from './config.ts';
import { createPublishTitles } from './publish-titles.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<PublishedBatch> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, random, writeLine } = systemPorts(overrides);
    const { stage, logLevel: level } = config;
    const telemetry = createTelemetry({ task: 'publish-titles', stage, level, clock, writeLine });
    const ports = {
      publish: composePublisher(config, { clock, random }),
      ...composeProgress(config),
      limits: { maxRuns: config.maxDeferrals, minDays: config.minDeferralDays },
    };
    return withRequestId(telemetry, createPublishTitles({ ...ports, clock, telemetry, records: config }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
