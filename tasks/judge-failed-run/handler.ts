import type { Judgement } from '../../events/types.ts';
import { composeProgressItems } from '../shared/adapters/dynamodb.ts';
import { createStepFunctionsClient } from '../shared/adapters/step-functions.ts';
import { systemPorts } from '../shared/adapters/system.ts';
import { composeOnFirstCall, withRequestId } from '../shared/handler.ts';
import type { Environment, Overrides, TaskHandler } from '../shared/ports.ts';
import { claims } from '../shared/progress/dynamodb-progress.ts';
import { createTelemetry } from '../shared/telemetry/telemetry.ts';
import { parseConfig } from './config.ts';
import { createFailedRuns } from './failed-runs.ts';
import { createJudgeFailedRun } from './judge-failed-run.ts';

/** Composes the task for an environment; see `CONFIG_KEYS`. */
export function createHandler(env: Environment, overrides: Overrides = {}): TaskHandler<Judgement> {
  return composeOnFirstCall(() => {
    const config = parseConfig(env);
    const { clock, writeLine } = systemPorts(overrides);
    const { stage, logLevel: level } = config;
    const telemetry = createTelemetry({ task: 'judge-failed-run', stage, level, clock, writeLine });
    const runs = createFailedRuns(createStepFunctionsClient(config));
    const progress = composeProgressItems(config, claims);
    return withRequestId(telemetry, createJudgeFailedRun({ runs, progress, telemetry, settings: config }));
  });
}

/** Lambda's entry point. */
export const handler = createHandler(process.env);
