import { explainError } from '../../operate/aws/explain-error.ts';
import type { Target } from '../../operate/aws/target.ts';
import { Interrupted, OperationError } from '../../operate/errors.ts';
import type { Io } from '../../operate/io.ts';
import { isError } from '../../operate/native-error.ts';
import { repeatTarget } from '../same-target.ts';
import type { Printer, Style } from '../render/printer.ts';
import { type Check, type Finding, skipped, type Verdict } from './check.ts';

/** A finding with the name of its check. */
export type NamedFinding = Finding & { readonly name: string };

/**
 * Runs checks one after another and prints one line for each. After the failure of an essential check, the rest is
 * skipped.
 */
export async function runChecks(
  checks: readonly Check[],
  {
    printer,
    target,
    sameTarget = '',
    io,
  }: {
    readonly printer: Printer;
    readonly target: Target;
    /** The options to repeat in the commands of the remedies. */
    readonly sameTarget?: string;
    readonly io: Io;
  },
): Promise<readonly NamedFinding[]> {
  const findings: NamedFinding[] = [];
  const width = Math.max(NAME_WIDTH, ...checks.map(({ name }) => name.length + 1));
  let missing: string | undefined;
  for (const check of checks) {
    const found =
      missing === undefined
        ? await settle(check, target, io)
        : skipped(`cannot be checked without ${missing}`);
    const { remedy } = found;
    const finding = remedy === undefined ? found : { ...found, remedy: repeatTarget(remedy, sameTarget) };
    if (check.essential === true && finding.verdict === 'failed') missing ??= check.name;
    findings.push({ name: check.name, ...finding });
    print(printer, check.name.padEnd(width), finding);
  }
  printer.json({ checks: findings });
  return findings;
}

export const hasFailed = ({ verdict }: Finding): boolean => verdict === 'failed';

/** Runs a check. An error becomes a finding, too. */
async function settle(check: Check, target: Target, io: Io): Promise<Finding> {
  try {
    return await check.run();
  } catch (error) {
    const explained = explainError(error, { target, service: 'AWS', interrupted: io.interrupted });
    if (explained instanceof Interrupted) throw explained;
    const message = isError(explained) ? explained.message : String(explained);
    // Without an explanation, there is no remedy.
    const isExplained = explained !== error || error instanceof OperationError;
    return { verdict: 'failed', ...(isExplained ? splitRemedy(message) : { detail: message }) };
  }
}

/** Splits the message of an explained error into the fault and the remedy. AWS's own words are part of the fault. */
function splitRemedy(message: string): Pick<Finding, 'detail' | 'remedy'> {
  const mark = / says \w+: /.test(message) ? '; ' : ': ';
  const at = message.lastIndexOf(mark);
  return at < 0
    ? { detail: message }
    : { detail: message.slice(0, at), remedy: message.slice(at + mark.length) };
}

const SYMBOLS: Readonly<Record<Verdict, string>> = { ok: '✔', warning: '!', failed: '✖', skipped: '-' };
/** The minimum width of a check's name. */
const NAME_WIDTH = 16;

function print(printer: Printer, name: string, { verdict, detail, remedy = '' }: Finding): void {
  const { style } = printer;
  const symbol = colourOf(verdict, style)(SYMBOLS[verdict]);
  const todo = remedy === '' ? '' : ` ${style.bold(`→ ${remedy}`)}`;
  printer.result(`${symbol} ${name}${detail}${todo}`);
}

function colourOf(verdict: Verdict, { green, yellow, red, dim }: Style) {
  return { ok: green, warning: yellow, failed: red, skipped: dim }[verdict];
}
