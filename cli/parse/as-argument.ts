import { InvalidArgumentError } from 'commander';
import { UsageError } from '../../operate/errors.ts';

/** Makes a parser for commander, which names the option in front of the message of a UsageError. */
export function asArgument<T>(parse: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return parse(text);
    } catch (error) {
      throw error instanceof UsageError ? new InvalidArgumentError(error.message) : error;
    }
  };
}
