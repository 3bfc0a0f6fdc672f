import type {
  ExecutionRecord,
  JournalEntry,
  MapRunRecord,
} from '../../../../../local/stepfunctions/interpreter/records.ts';

const PREFIX = 'arn:aws:states:eu-west-2:000000000000';

export const executionArn = (name: string, machine = 'machine'): string =>
  `${PREFIX}:execution:${machine}:${name}`;
export const machineArn = (name = 'machine'): string => `${PREFIX}:stateMachine:${name}`;
export const mapRunArn = (id: string, label = 'machine/Label'): string => `${PREFIX}:mapRun:${label}:${id}`;

export function execution(name: string, fields: Partial<ExecutionRecord> = {}): ExecutionRecord {
  return {
    executionArn: executionArn(name),
    name,
    stateMachineArn: machineArn(),
    snapshotId: 'snapshot',
    type: 'STANDARD',
    status: 'RUNNING',
    startDate: 1000,
    input: '{"title":"東京 🗼"}',
    redriveCount: 0,
    ...fields,
  };
}

/** Child `index` of Map Run `run`. */
export function child(
  name: string,
  run: string,
  index: number,
  fields: Partial<ExecutionRecord> = {},
): ExecutionRecord {
  return execution(name, {
    executionArn: executionArn(name, 'machine/Label'),
    stateMachineArn: machineArn('machine/Label'),
    child: { mapRunArn: mapRunArn(run), childIndex: index, itemCount: 1 },
    ...fields,
  });
}

const NO_COUNTS = {
  pending: 0,
  running: 0,
  succeeded: 0,
  failed: 0,
  timedOut: 0,
  aborted: 0,
  total: 0,
  resultsWritten: 0,
  failuresNotRedrivable: 0,
  pendingRedrive: 0,
};

export function mapRun(id: string, parent: string, fields: Partial<MapRunRecord> = {}): MapRunRecord {
  return {
    mapRunArn: mapRunArn(id),
    executionArn: parent,
    stateMachineArn: machineArn('machine/Label'),
    label: 'Label',
    childType: 'STANDARD',
    status: 'RUNNING',
    startDate: 1000,
    maxConcurrency: 0,
    toleratedFailurePercentage: 0,
    toleratedFailureCount: 0,
    itemCounts: NO_COUNTS,
    executionCounts: NO_COUNTS,
    redriveCount: 0,
    ...fields,
  };
}

export function entry(id: number, output = '{}'): JournalEntry {
  const details = { name: `State ${id}`, output, outputDetails: { truncated: false } };
  return {
    path: '',
    next: 'Next',
    event: { id, previousEventId: id - 1, timestamp: id, type: 'PassStateExited', details },
  };
}
