import { UsageError } from '../operate/errors.ts';
import type { Io } from '../operate/io.ts';

/** The option of every command that asks before it acts. */
export interface ConfirmOptions {
  /** Act without asking. */
  readonly yes?: boolean;
}

/**
 * To be called before anything else is: whoever cannot answer gets no plan to read either.
 *
 * @throws UsageError when the command would have to ask and nobody can answer
 */
export function ensureAnswerable(command: string, { yes }: ConfirmOptions, io: Pick<Io, 'ask'>): void {
  if (yes === true || io.ask !== undefined) return;
  throw new UsageError(`${command} asks before it acts, and there is no terminal to ask on: add --yes`);
}

/** Asks a question whose answer is yes or no; anything but a yes is a no. True at once with `--yes`. */
export async function isConfirmed(
  question: string,
  { yes }: ConfirmOptions,
  io: Pick<Io, 'ask'>,
): Promise<boolean> {
  if (yes === true || io.ask === undefined) return yes === true;
  const answer = await io.ask(`${question} [y/N] `);
  return /^y(es)?$/i.test(answer.trim());
}
