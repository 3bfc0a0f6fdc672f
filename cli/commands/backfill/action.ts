import { nameOf, type StateMachineArn } from '../../../workflow/arns.ts';
import { type Session, withStepFunctions } from '../../session.ts';
import { resolveStateMachine } from '../../../operate/aws/state-machine.ts';
import { ensureSucceeded, type SliceResult } from './ensure-succeeded.ts';
import { previewBackfill } from './preview.ts';
import { type Slice, sliceWindow } from './slices.ts';
import { readTitleIds, sliceTitles } from './title-slices.ts';
import { UsageError } from '../../../operate/errors.ts';
import { type ConfirmOptions, ensureAnswerable, isConfirmed } from '../../confirm.ts';
import { ExitCode } from '../../exit-codes.ts';
import { colourStatus } from '../../render/execution-status.ts';
import { formatTable } from '../../render/table.ts';
import { buildExecutionInput, type InputOptions } from '../../input/execution-input.ts';
import { describeLosses, lostMost } from '../../progress/losses.ts';
import { type GivenWindow, windowOf } from '../../parse/window.ts';
import type { Io } from '../../../operate/io.ts';
import type { Invocation } from '../../usage/declare.ts';
import type { ServiceOptions } from '../../usage/options.ts';

export interface BackfillOptions
  extends ServiceOptions, ConfirmOptions, Omit<InputOptions, 'titleIds' | 'input'> {
  readonly window?: GivenWindow;
  /** Milliseconds. */
  readonly every: number;
  readonly titleIdsFile?: string;
  readonly perRun?: number;
}

const TITLES_PER_RUN = 5_000;

/**
 * Ingests a long window, or many titles, as a series of runs. Called again, it continues where it stopped: the names of
 * the runs depend only on their inputs, so successful runs are found and not repeated.
 */
export async function backfill(invocation: Invocation<BackfillOptions>): Promise<ExitCode> {
  const { options, io } = invocation;
  const slices = await planSlices(options, io);
  ensureAnswerable('backfill', options, io);
  return withStepFunctions(invocation, async (session) => {
    const { sfn, printer, command } = session;
    const stateMachineArn = await resolveStateMachine(sfn, options, io.env);
    const preview = await previewBackfill(sfn, stateMachineArn, slices, options.maxTitles);
    for (const line of preview.lines) printer.note(line);
    const question = `Ingest ${slices.length === 1 ? 'this run' : `these ${slices.length} runs`}?`;
    if (preview.spends && !(await isConfirmed(question, options, io))) {
      printer.note('nothing was started');
      return ExitCode.Failure;
    }
    const results: SliceResult[] = [];
    try {
      await ingestSlices(session, stateMachineArn, slices, (result) => results.push(result));
    } catch (error) {
      if (io.interrupted.aborted) {
        printer.note(
          'resume: the same command again; it joins a run that goes on and repeats nothing that succeeded',
        );
      }
      throw error;
    }
    printer.json({
      runs: slices.length,
      results: results.map(({ slice, ...rest }) => ({ ...slice.part, ...rest })),
    });
    printer.result(
      formatTable(
        [
          ...(options.window === undefined ? ['first', 'last'] : ['start', 'end']),
          'execution',
          'action',
          'status',
        ],
        results.map(({ slice, executionArn, action, status }) => [
          slice.from,
          slice.to,
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

/** Ingests slices one after another, until one does not succeed. */
async function ingestSlices(
  session: Session,
  stateMachineArn: StateMachineArn,
  slices: readonly Slice[],
  take: (result: SliceResult) => void,
): Promise<void> {
  const { printer, command } = session;
  for (const [index, slice] of slices.entries()) {
    const result = await ensureSucceeded(session, stateMachineArn, slice, (action, executionArn) =>
      printer.note(
        `run ${index + 1} of ${slices.length}, ${slice.from} to ${slice.to}: ${nameOf(executionArn)} ${action}`,
      ),
    );
    take(result);
    const losses =
      result.summary === undefined ? [] : describeLosses(result.summary, command('deferred --rejected'));
    for (const loss of losses) {
      printer.warn(`${nameOf(result.executionArn)}: ${loss}`);
    }
    if (result.status !== 'SUCCEEDED') return;
  }
}

async function planSlices(options: BackfillOptions, io: Io): Promise<Slice[]> {
  const { window: given, every, titleIdsFile, perRun, ...rest } = options;
  if (rest.feed === 'catalogue') {
    throw new UsageError(
      'the feed catalogue has no past to list: a sweep compares what services have now with the sweep before; start one with `tvguide start --feed catalogue`',
    );
  }
  if (given !== undefined) {
    // Whole steps, so that a later call finds the same runs.
    const window = windowOf(given, io.now(), every);
    if (perRun !== undefined) throw new UsageError('--per-run goes with --title-ids-file only');
    return sliceWindow(window, every, await buildExecutionInput({ ...rest, window }, io));
  }
  if (titleIdsFile === undefined) throw new UsageError('say what to ingest: --window or --title-ids-file');
  const titleIds = await readTitleIds(titleIdsFile, io);
  const [first = 1] = titleIds;
  // One title is enough to check the input: the other fields are the same for each run.
  const input = await buildExecutionInput({ ...rest, titleIds: [first] }, io);
  return sliceTitles(titleIds, perRun ?? TITLES_PER_RUN, input);
}
