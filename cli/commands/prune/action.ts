import { join } from 'node:path';
import { runRecordPath } from '../../../local/project.ts';
import { prune as pruneFolder } from '../../../local/stepfunctions/index.ts';
import { nameOf } from '../../../workflow/arns.ts';
import { type ConfirmOptions, ensureAnswerable, isConfirmed } from '../../confirm.ts';
import { ExitCode } from '../../exit-codes.ts';
import { formatBytes } from '../../render/bytes.ts';
import { counted } from '../../../operate/format/plural.ts';
import { createPrinter, type OutputOptions } from '../../render/printer.ts';
import { explainRunError } from '../../runtime/explain-runtime-error.ts';
import { readKeepDays } from '../../runtime/keep-days.ts';
import type { Invocation } from '../../usage/declare.ts';
import { DAY_MS } from '../../../events/instant.ts';

export interface PruneOptions extends OutputOptions, ConfirmOptions {
  /** Milliseconds. */
  readonly olderThan?: number;
  readonly dryRun?: boolean;
  /** True to remove interrupted executions, too. */
  readonly interrupted?: boolean;
}

const MAX_NAMED = 20;

/** Removes old executions from the data folder of this machine, after a question. No runtime may be using it. */
export async function prune({ options, io }: Invocation<PruneOptions>): Promise<ExitCode> {
  const printer = createPrinter(io, options);
  const keepDays = options.olderThan === undefined ? readKeepDays(io.env) : options.olderThan / DAY_MS;
  const isTrial = options.dryRun === true;
  if (!isTrial) ensureAnswerable('prune', options, io);
  const dataFolder = join(io.cwd, '.local');
  const { interrupted = false } = options;
  const prune = (isRehearsal: boolean) =>
    pruneFolder({
      dataFolder,
      fileOf: (executionArn) => runRecordPath(dataFolder, nameOf(executionArn)),
      keepDays,
      isTrial: isRehearsal,
      interrupted,
      warn: (message) => printer.warn(message),
    }).catch((error: unknown) => {
      throw explainRunError(error, io.interrupted);
    });
  const preview = await prune(true);
  const asks = !isTrial && preview.executions.length > 0 && preview.usedBy === undefined;
  if (asks) {
    for (const line of listed(preview.executions)) printer.note(line);
    const what = counted(preview.executions.length, 'execution', 'executions');
    if (!(await isConfirmed(`Remove ${what} for good?`, options, io))) {
      printer.note('nothing was removed');
      return ExitCode.Failure;
    }
  }
  const { executions, bytesBefore, bytesAfter, usedBy } = isTrial ? preview : await prune(false);
  printer.json({ executions, dryRun: isTrial, bytesBefore, bytesAfter });
  const verb = isTrial ? 'would be removed' : 'removed';
  printer.result(`${counted(executions.length, 'execution', 'executions')} ${verb}`);
  for (const line of listed(executions)) printer.result(line);
  const [before, after] = [bytesBefore, bytesAfter].map((bytes) => formatBytes(bytes));
  // Beside a trial, a runtime may write.
  const change = isTrial || before === after ? '' : `, ${before} before`;
  printer.result(`.local has ${after}${change}`);
  if (usedBy !== undefined) {
    const rest = interrupted ? ', and what it runs does not count as interrupted' : '';
    printer.note(`process ${usedBy} uses .local: nothing can be removed until it ends${rest}`);
  }
  return ExitCode.Success;
}

/** Names executions, in lines. */
function listed(executions: readonly string[]): string[] {
  const more = executions.length - MAX_NAMED;
  const names = executions.slice(0, MAX_NAMED).map((arn) => `  ${nameOf(arn)}`);
  return more > 0 ? [...names, `  and ${more} more`] : names;
}
