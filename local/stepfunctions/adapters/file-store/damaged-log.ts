import type { ExecutionRecord, JournalEntry, MapRunRecord } from '../../interpreter/records.ts';
import type { LogFile } from './log-file.ts';
import type { ExecutionEntry } from './log-index.ts';
import { readHead, readValue } from './log-line.ts';

/** Searches a whole log for events of one execution that the index does not find. Returns them by event id. */
export function searchEntries(
  file: LogFile,
  number: number,
  { first, last }: { readonly first: number; readonly last: number },
): ReadonlyMap<number, JournalEntry> {
  const found = new Map<number, JournalEntry>();
  file.visitWholeLines(0, file.size, (line) => {
    const { kind, owner, id, jsonStart } = readHead(line);
    if (kind !== 'J' || owner !== number || id < first || id > last) return;
    found.set(id, readValue(line, jsonStart) as JournalEntry);
  });
  return found;
}

/** Returns the last undamaged record of a Map Run. */
export function searchMapRun(file: LogFile, mapRunArn: string): MapRunRecord | undefined {
  let newest: MapRunRecord | undefined;
  file.visitWholeLines(0, file.size, (line) => {
    const { kind, jsonStart } = readHead(line);
    if (kind !== 'M') return;
    const record = readValue(line, jsonStart) as MapRunRecord;
    if (record.mapRunArn === mapRunArn) newest = record;
  });
  return newest;
}

/**
 * Rebuilds the record of a top-level execution from the index or the catalogue and its first event. Returns undefined
 * if that event is lost, or for a child execution, whose items are stored only in its record.
 */
export function rebuildRecord(
  { executionArn, stateMachineArn, status, startDate, mapRunArn }: ExecutionEntry,
  first: JournalEntry | undefined,
  child: ExecutionRecord | undefined,
): ExecutionRecord | undefined {
  if (mapRunArn !== undefined || first?.event.type !== 'ExecutionStarted') return undefined;
  return {
    executionArn,
    name: executionArn.slice(executionArn.lastIndexOf(':') + 1),
    stateMachineArn,
    snapshotId: child?.snapshotId ?? '',
    type: 'STANDARD',
    status,
    startDate,
    input: first.event.details.input,
    redriveCount: 0,
  };
}
