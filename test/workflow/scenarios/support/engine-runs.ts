import {
  ServiceError,
  type Engine,
  type ExecutionDescription,
} from '../../../../local/stepfunctions/index.ts';
import type { FailedRuns } from '../../../../tasks/judge-failed-run/failed-runs.ts';
import type { Executions } from '../../../../tasks/shared/progress/claim-window.ts';

/** Gives the tasks the executions of an engine instead of those of its API. */
export function executionsOf(engine: () => Engine): Executions {
  return {
    async isAtWork(executionArn) {
      const description = await describe(engine(), executionArn);
      return description !== null && isAtWork(description);
    },
    async hasFailed(executionArn) {
      const description = await describe(engine(), executionArn);
      return description !== null && description.record.status !== 'SUCCEEDED' && !isAtWork(description);
    },
  };
}

/** Gives judge-failed-run the runs of an engine instead of those of its API. */
export function failedRunsOf(engine: () => Engine): FailedRuns {
  return {
    async describe(executionArn) {
      const description = await describe(engine(), executionArn);
      if (description === null) return null;
      const { record, redriveStatus, redriveStatusReason } = description;
      return {
        status: record.status,
        error: record.error ?? 'States.Timeout',
        redriveCount: record.redriveCount,
        redriveStatus,
        redriveStatusReason: redriveStatusReason ?? null,
        startedAt: new Date(record.startDate).toISOString(),
        input: record.input,
      };
    },
    async childErrors(executionArn) {
      const { items } = await engine().listMapRuns(executionArn, 10);
      const mapRunArn = items.at(-1)?.mapRunArn;
      if (mapRunArn === undefined) return [];
      const page = await engine().listExecutions({ mapRunArn, status: 'FAILED', limit: 20 });
      return [...new Set(page.items.map(({ record }) => record.error ?? 'States.Timeout'))];
    },
  };
}

function isAtWork({ record, redriveStatus }: ExecutionDescription): boolean {
  return record.status === 'RUNNING' && redriveStatus !== 'REDRIVABLE';
}

async function describe(engine: Engine, executionArn: string): Promise<ExecutionDescription | null> {
  try {
    return await engine.describeExecution(executionArn);
  } catch (error) {
    if (error instanceof ServiceError) return null;
    throw error;
  }
}
