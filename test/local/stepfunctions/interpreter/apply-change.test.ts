import { describe, expect, it } from '@jest/globals';
import { applyChange } from '../../../../local/stepfunctions/interpreter/apply-change.ts';
import type { ExecutionRecord } from '../../../../local/stepfunctions/interpreter/records.ts';

const bare: ExecutionRecord = {
  executionArn: 'arn',
  name: 'name',
  stateMachineArn: 'machine',
  snapshotId: 'snapshot',
  type: 'STANDARD',
  status: 'FAILED',
  startDate: 1,
  input: '{}',
  redriveCount: 0,
};
const record: ExecutionRecord = { ...bare, stopDate: 2, error: 'E', cause: 'C', eventCount: 5 };

describe('applyChange', () => {
  it('keeps members that are not in the change', () => {
    expect(applyChange(record, { redriveCount: 1 })).toEqual({ ...record, redriveCount: 1 });
  });

  it('sets the members in the change, and removes those that are undefined', () => {
    const ended = {
      stopDate: 9,
      output: '1',
      error: 'E',
      cause: 'C',
      eventCount: 7,
      redriveDate: 8,
      redriveTokens: [{ clientToken: 'token', redriveDate: 8 }],
    };
    expect(applyChange(bare, ended)).toStrictEqual({ ...bare, ...ended });

    const nothing = Object.fromEntries(Object.keys(ended).map((name) => [name, undefined]));
    const changed = applyChange({ ...bare, ...ended }, { ...nothing, status: 'RUNNING', startDate: 3 });
    expect(changed).toStrictEqual({ ...bare, status: 'RUNNING', startDate: 3 });
  });
});
