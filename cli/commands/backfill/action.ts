import type { Window } from '../../../events/types.ts';
import { nameOf } from '../../aws/arns.ts';
import { withStepFunctions } from '../../session.ts';
import { resolveStateMachine } from '../../aws/state-machine.ts';
import { ensureSucceeded, type SliceResult } from './ensure-succeeded.ts';
import { sliceWindow } from './slices.ts';
import { ExitCode } from '../../exit-codes.ts';
import { colourStatus } from '../../render/execution-status.ts';
import { formatTable } from '../../render/table.ts';
import { buildExecutionInput, type InputOptions } from '../../executions/execution-input.ts';
import { describeLosses, lostMost } from '../../progress/losses.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';

export interface BackfillOptions extends ServiceOptions, Omit<InputOptions, 'titles' | 'input'> {
  readonly window: Window;
  /** Milliseconds. */
  readonly every: number;
}

/**
 * Ingests a long window as a row of runs, one after the other. Called again, it goes on where it stopped: the runs'
 * names follow from their windows, so that what succeeded is found and not repeated.
 */
export async function backfill(invocation: Invocation<BackfillOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  const { window: whole, every, ...rest } = options;
  const input = await buildExecutionInput({ ...rest, window: whole }, io.cwd, io.now());
  const slices = sliceWindow(whole, every, input);
  return withStepFunctions(invocation, async (session) => {
    const { sfn, printer, command } = session;
    const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
    const results: SliceResult[] = [];
    for (const [index, slice] of slices.entries()) {
      const result = await ensureSucceeded(session, stateMachineArn, slice, (action, executionArn) =>
        printer.note(
          `run ${index + 1} of ${slices.length}, ${slice.window.start} to ${slice.window.end}: ${nameOf(executionArn)} ${action}`,
        ),
      );
      results.push(result);
      for (const loss of result.summary === undefined ? [] : describeLosses(result.summary)) {
        printer.warn(`${nameOf(result.executionArn)}: ${loss}`);
      }
      if (result.status !== 'SUCCEEDED') break;
    }
    printer.json({ runs: slices.length, results });
    printer.result(
      formatTable(
        ['start', 'end', 'execution', 'action', 'status'],
        results.map(({ window, executionArn, action, status }) => [
          window.start,
          window.end,
          nameOf(executionArn),
          action,
          colourStatus(status, printer.style),
        ]),
        printer.style,
      ),
    );
    const failed = results.find(({ status }) => status !== 'SUCCEEDED');
    if (failed === undefined) {
      const lost = results.some(({ summary }) => summary !== undefined && lostMost(summary));
      return lost ? ExitCode.Failure : ExitCode.Success;
    }
    const { executionArn, error = failed.status, cause = '' } = failed;
    printer.note(
      `stopped, since ${nameOf(executionArn)} did not succeed: ${error}${cause === '' ? '' : `: ${cause}`}`,
    );
    printer.note(`why:    ${command(`why ${nameOf(executionArn)}`)}`);
    printer.note('resume: the same command again; it redrives this run and repeats nothing that succeeded');
    return ExitCode.Failure;
  });
}
