import type { DescribeMapRunOutput } from '@aws-sdk/client-sfn';
import type { MapRunView } from '../api/index.ts';
import { itemCountsOf } from '../../operate/run/item-counts.ts';
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
    items: itemCountsOf(mapRun.itemCounts),
    executions: itemCountsOf(mapRun.executionCounts),
  };
}
