import type { DescribeMapRunOutput, MapRunItemCounts } from '@aws-sdk/client-sfn';
import type { MapProgress, MapRunView } from '../api/index.ts';
import { idOf } from './ids.ts';

/** A Map Run as the pages show it. */
export function mapRunView(mapRun: DescribeMapRunOutput): MapRunView {
  return {
    id: idOf(mapRun.mapRunArn ?? ''),
    run: idOf(mapRun.executionArn ?? ''),
    status: mapRun.status ?? 'RUNNING',
    startedAt: mapRun.startDate?.getTime() ?? 0,
    endedAt: mapRun.stopDate?.getTime() ?? null,
    maxConcurrency: mapRun.maxConcurrency ?? 0,
    toleratedFailurePercentage: mapRun.toleratedFailurePercentage ?? 0,
    redriveCount: mapRun.redriveCount ?? 0,
    items: progressOf(mapRun.itemCounts),
    executions: progressOf(mapRun.executionCounts),
  };
}

function progressOf(counts: Partial<MapRunItemCounts> = {}): MapProgress {
  const {
    total = 0,
    succeeded = 0,
    failed = 0,
    timedOut = 0,
    running = 0,
    pending = 0,
    aborted = 0,
  } = counts;
  return { total, succeeded, failed: failed + timedOut, running, pending, aborted };
}
