import { InvalidArgumentError } from 'commander';

/** Parses the name of a new execution. `last` is reserved for the newest one. */
export function parseExecutionName(text: string): string {
  if (text === 'last')
    throw new InvalidArgumentError('"last" means the newest execution: choose another name.');
  if (!/^[\w-]{1,80}$/.test(text)) {
    throw new InvalidArgumentError('A name has 1 to 80 letters, digits, hyphens and underscores.');
  }
  return text;
}
