import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  ListMapRunsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { problemOf } from '../shared/errors/problem-of.ts';
import { ProgressUnavailable } from '../shared/errors/progress-errors.ts';

/** A run as Step Functions describes it. */
export interface DescribedRun {
  readonly status: string;
  /** The name of its error; `States.Timeout` if Step Functions has none. */
  readonly error: string;
  readonly redriveCount: number;
  readonly redriveStatus: string;
  readonly redriveStatusReason: string | null;
  /** RFC 3339. */
  readonly startedAt: string;
  /** The text of its input. */
  readonly input: string;
}

/** Reads failed runs. Every call rejects with ProgressUnavailable if Step Functions does not answer. */
export interface FailedRuns {
  /** Returns null if the execution does not exist. */
  describe(executionArn: string): Promise<DescribedRun | null>;
  /** Returns the distinct errors of up to twenty failed children of a run's newest Map Run. */
  childErrors(executionArn: string): Promise<string[]>;
}

/**
 * The maximum number of failed children to read. The first failure ends a Map Run and aborts the running children, so few
 * have failed.
 */
const MAX_CHILDREN = 20;

/** Reads failed runs from Step Functions. */
export function createFailedRuns(client: Pick<SFNClient, 'send'>): FailedRuns {
  const describe = async (executionArn: string): Promise<DescribedRun | null> => {
    try {
      const found = await client.send(new DescribeExecutionCommand({ executionArn }));
      return {
        status: found.status ?? '',
        error: found.error ?? 'States.Timeout',
        redriveCount: found.redriveCount ?? 0,
        redriveStatus: found.redriveStatus ?? '',
        redriveStatusReason: found.redriveStatusReason ?? null,
        startedAt: (found.startDate ?? new Date(0)).toISOString(),
        input: found.input ?? '{}',
      };
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return null;
      throw unavailable(`DescribeExecution of ${executionArn}`, error);
    }
  };
  return {
    describe,
    async childErrors(executionArn) {
      const children = await failedChildren(client, executionArn);
      const described = await Promise.all(children.map(describe));
      return [...new Set(described.flatMap((child) => (child === null ? [] : [child.error])))];
    },
  };
}

async function failedChildren(client: Pick<SFNClient, 'send'>, executionArn: string): Promise<string[]> {
  try {
    const { mapRuns = [] } = await client.send(new ListMapRunsCommand({ executionArn }));
    const newest = mapRuns.reduce<(typeof mapRuns)[number] | undefined>(
      (one, other) => (Number(other.startDate) >= Number(one?.startDate ?? 0) ? other : one),
      undefined,
    );
    if (newest?.mapRunArn === undefined) return [];
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({
        mapRunArn: newest.mapRunArn,
        statusFilter: 'FAILED',
        maxResults: MAX_CHILDREN,
      }),
    );
    return executions.flatMap(({ executionArn: child }) => (child === undefined ? [] : [child]));
  } catch (error) {
    throw unavailable(`the children of ${executionArn}`, error);
  }
}

function unavailable(request: string, cause: unknown): ProgressUnavailable {
  return new ProgressUnavailable(request, problemOf(cause), { cause });
}
