import { join } from 'node:path';
import type { Io } from '../../operate/io.ts';
import type { OpenRecorded } from '../../operate/aws/recorded-handler.ts';
import type { OpenTableFiles } from '../../operate/aws/dynamodb.ts';
import type { Printer } from '../render/printer.ts';
import { explainRunError } from './explain-runtime-error.ts';

/**
 * Returns a function that opens the executions recorded in `.local`, and notes that they are read. The runtime is
 * loaded only then.
 */
export function recordedHere(io: Pick<Io, 'cwd' | 'interrupted'>, printer: Printer): OpenRecorded {
  return async () => {
    try {
      const { openRecorded } = await import('../../local/composition/recorded-executions.ts');
      const recorded = await openRecorded(join(io.cwd, '.local'), (message) => printer.warn(message));
      if (recorded !== undefined) printer.note(describeSource(recorded.usedBy));
      return recorded;
    } catch (error) {
      throw explainRunError(error, io.interrupted);
    }
  };
}

/** Returns a function that opens the tables in `.local`. DynamoDB is loaded only then. */
export function recordedTablesHere(io: Pick<Io, 'cwd' | 'interrupted'>, printer: Printer): OpenTableFiles {
  return async () => {
    try {
      const { openRecordedTables } = await import('../../local/composition/recorded-tables.ts');
      return await openRecordedTables(join(io.cwd, '.local'), (message) => printer.warn(message));
    } catch (error) {
      throw explainRunError(error, io.interrupted);
    }
  };
}

function describeSource(usedBy: number | undefined): string {
  return usedBy === undefined
    ? 'no runtime is up: read from .local'
    : `process ${usedBy} uses .local, and serves no API: read from its files`;
}
