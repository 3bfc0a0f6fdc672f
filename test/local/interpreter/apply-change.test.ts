import { describe, expect, it } from '@jest/globals';
import { applyChange } from '../../../local/interpreter/apply-change.ts';
import type { ExecutionRecord } from '../../../local/interpreter/records.ts';

const record: ExecutionRecord = {
  executionArn: 'arn',
  name: 'name',
  stateMachineArn: 'machine',
  snapshotId: 'snapshot',
  type: 'STANDARD',
  status: 'FAILED',
  startDate: 1,
  stopDate: 2,
  input: '{}',
  error: 'E',
  cause: 'C',
  redriveCount: 0,
  eventCount: 5,
};

describe('applyChange', () => {
  it('keeps what the change does not name', () => {
    expect(applyChange(record, { redriveCount: 1 })).toEqual({ ...record, redriveCount: 1 });
  });

  it('removes what the change names as undefined', () => {
    const changed = applyChange(record, {
      status: 'RUNNING',
      stopDate: undefined,
      error: undefined,
      cause: undefined,
      eventCount: undefined,
    });
    expect(Object.keys(changed)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(stopDate|error|cause|eventCount)$/)]),
    );
    expect(changed.status).toBe('RUNNING');
  });
});
