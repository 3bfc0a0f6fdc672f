import { describe, expect, it } from '@jest/globals';
import { AWS_QUOTAS } from '../../../../local/stepfunctions/interpreter/quotas.ts';
import type { ExecutionRecord } from '../../../../local/stepfunctions/interpreter/records.ts';
import { redrivability } from '../../../../local/stepfunctions/interpreter/redrive-status.ts';

const DAY = 24 * 60 * 60 * 1000;
const record: ExecutionRecord = {
  executionArn: 'arn',
  name: 'name',
  stateMachineArn: 'machine',
  snapshotId: 'snapshot',
  type: 'STANDARD',
  status: 'FAILED',
  startDate: 0,
  stopDate: 0,
  input: '{}',
  redriveCount: 0,
  eventCount: 10,
};
const child = { mapRunArn: 'run', childIndex: 0, itemCount: 1 };

describe('redrivability', () => {
  it.each<[string, Partial<ExecutionRecord>, number, string, string | undefined]>([
    ['a failed execution', {}, DAY, 'REDRIVABLE', undefined],
    ['a stopped one', { status: 'ABORTED' }, DAY, 'REDRIVABLE', undefined],
    ['a timed-out execution', { status: 'TIMED_OUT' }, DAY, 'REDRIVABLE', undefined],
    ['a failed child', { child }, DAY, 'REDRIVABLE_BY_MAP_RUN', undefined],
    [
      'a successful execution',
      { status: 'SUCCEEDED' },
      DAY,
      'NOT_REDRIVABLE',
      'Execution is SUCCEEDED and cannot be redriven',
    ],
    [
      'a running execution',
      { status: 'RUNNING' },
      DAY,
      'NOT_REDRIVABLE',
      'Execution is RUNNING and cannot be redriven',
    ],
    [
      'a pending redrive',
      { status: 'PENDING_REDRIVE', child },
      DAY,
      'NOT_REDRIVABLE',
      'Execution is PENDING_REDRIVE and cannot be redriven',
    ],
    ['an execution started a year ago', { stopDate: 365 * DAY }, 365 * DAY, 'REDRIVABLE', undefined],
    ['an execution ended 14 days ago', {}, 14 * DAY, 'REDRIVABLE', undefined],
    [
      'an execution ended more than 14 days ago',
      { stopDate: 1 },
      14 * DAY + 2,
      'NOT_REDRIVABLE',
      'Execution redrivable period exceeded',
    ],
    [
      'an execution started over a year ago',
      { stopDate: 366 * DAY },
      366 * DAY,
      'NOT_REDRIVABLE',
      'Execution has exceeded the max execution time',
    ],
    ['an execution with room for two more events', { eventCount: 24_998 }, DAY, 'REDRIVABLE', undefined],
    [
      'an execution with a full history',
      { eventCount: 24_999 },
      DAY,
      'NOT_REDRIVABLE',
      'Execution has exceeded the maximum history event limit',
    ],
    [
      'an Express child of any age',
      { child, type: 'EXPRESS', eventCount: 25_000 },
      400 * DAY,
      'REDRIVABLE_BY_MAP_RUN',
      undefined,
    ],
  ])('of %s', (_what, change, now, redriveStatus, redriveStatusReason) => {
    expect(redrivability({ ...record, ...change }, false, now, AWS_QUOTAS)).toEqual({
      redriveStatus,
      ...(redriveStatusReason === undefined ? {} : { redriveStatusReason }),
    });
  });

  it('treats an interrupted execution as ended', () => {
    const interrupted: ExecutionRecord = { ...record, status: 'RUNNING' };
    Reflect.deleteProperty(interrupted, 'stopDate');
    expect(redrivability(interrupted, true, DAY, AWS_QUOTAS)).toEqual({ redriveStatus: 'REDRIVABLE' });
    // The redrivable period has not begun.
    expect(redrivability(interrupted, true, 30 * DAY, AWS_QUOTAS)).toEqual({ redriveStatus: 'REDRIVABLE' });
    // Its redrive was pending when the process died.
    expect(
      redrivability({ ...interrupted, status: 'PENDING_REDRIVE', child }, true, DAY, AWS_QUOTAS),
    ).toEqual({
      redriveStatus: 'REDRIVABLE_BY_MAP_RUN',
    });
    expect(redrivability({ ...interrupted, eventCount: 24_999 }, true, DAY, AWS_QUOTAS)).toMatchObject({
      redriveStatusReason: 'Execution has exceeded the maximum history event limit',
    });
  });
});
