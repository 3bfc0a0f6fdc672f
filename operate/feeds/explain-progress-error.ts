import { type CallFacts, explainError } from '../aws/explain-error.ts';
import { OperationError } from '../errors.ts';
import { isError } from '../native-error.ts';

/**
 * Turns an error of the progress table into one line with a remedy: an error of DynamoDB, or an item that breaks its
 * contract. Returns errors of other services unchanged.
 */
export function explainProgressError(error: unknown, facts: CallFacts): unknown {
  if (!isError(error)) return error;
  if (error.name === 'ConfigurationError') {
    const { isLocal, endpointUrl = '' } = facts.target;
    const here = isLocal
      ? `; here, add --endpoint-url ${endpointUrl} (its files are in .local/progress)`
      : '';
    return new OperationError(error.message + here, { cause: error });
  }
  if (error.name !== 'Progress.Unavailable') return error;
  const explained = explainError(error.cause, facts);
  return explained === error.cause ? new OperationError(error.message, { cause: error }) : explained;
}
