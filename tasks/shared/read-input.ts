import type { Contracts } from '../../events/types.ts';
import { conformsTo, findViolations, type ContractName } from '../../events/validate.ts';
import { InvalidInput } from './errors/input-errors.ts';

/**
 * Takes a value as what a contract says it is.
 *
 * @throws InvalidInput with every place where it is not, each a JSON pointer into `value`
 */
export function readInput<Name extends ContractName>(contract: Name, value: unknown): Contracts[Name] {
  if (conformsTo(contract, value)) return value;
  throw new InvalidInput(contract, findViolations(contract, value));
}
