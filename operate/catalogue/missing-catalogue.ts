import { OperationError } from '../errors.ts';
import { hasName, isError } from '../native-error.ts';

const MISSING_TABLE = 'ResourceNotFoundException';

/**
 * Explains the error of a call to DynamoDB for a catalogue whose table is missing; undefined for another error.
 * @example throw explainMissingCatalogue(tableName, target.isLocal, error) ?? explainError(error, facts)
 */
export function explainMissingCatalogue(
  tableName: string,
  isLocal: boolean,
  cause: unknown,
): OperationError | undefined {
  if (!hasName(cause, MISSING_TABLE)) return undefined;
  const remedy = isLocal
    ? 'fill it with `tvguide run --consume`, or keep `tvguide up` running'
    : 'deploy the consumer (docs/aws.md), and check --profile and --region';
  return new OperationError(`there is no catalogue ${tableName}: ${remedy}`, { cause });
}

/**
 * Returns true for the error of a catalogue whose table is missing.
 * @example if (isMissingCatalogue(error)) return { table, isThere: false, services: [], genres: [] }
 */
export function isMissingCatalogue(error: unknown): boolean {
  return isError(error) && hasName(error.cause, MISSING_TABLE);
}
