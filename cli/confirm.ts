import { UsageError } from '../operate/errors.ts';
import type { Io } from '../operate/io.ts';

/** The option of every command that asks before it acts. */
export interface ConfirmOptions {
  /** Act without asking. */
  readonly yes?: boolean;
}

/**
 * Checks that the command can ask. Call it before any other work.
 *
 * @throws UsageError if the command has to ask and there is no terminal
 */
export function ensureAnswerable(command: string, { yes }: ConfirmOptions, io: Pick<Io, 'ask'>): void {
  if (yes === true || io.ask !== undefined) return;
  throw new UsageError(`${command} asks before it acts, and there is no terminal to ask on: add --yes`);
}

/** Asks a yes-or-no question; any other answer counts as no. Returns true at once with `--yes`. */
export async function isConfirmed(
  question: string,
  { yes }: ConfirmOptions,
  io: Pick<Io, 'ask'>,
): Promise<boolean> {
  if (yes === true || io.ask === undefined) return yes === true;
  const answer = await io.ask(`${question} [y/N] `);
  return /^y(es)?$/i.test(answer.trim());
}
