import type { Contracts } from '../../events/types.ts';
import { violationsOf, type ContractName } from '../../events/validate.ts';
import type { Validator } from '../../events/validators.mjs';
import { InvalidInput } from './errors/input-errors.ts';

/**
 * Validates a value by a contract.
 *
 * @param contract - the contract's validator by its name, `{ ExecutionInput }`, so that a bundle contains no others
 * @throws InvalidInput with all violations and their JSON pointers into `value`
 */
export function readInput<Name extends ContractName>(
  contract: Readonly<Record<Name, Validator>>,
  value: unknown,
): Contracts[Name] {
  for (const [name, validator] of Object.entries<Validator>(contract)) {
    const violations = violationsOf(validator, value);
    if (violations.length > 0) throw new InvalidInput(name, violations);
  }
  return value as Contracts[Name];
}
