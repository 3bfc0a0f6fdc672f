import { overtakenBy } from '../../events/progress.ts';
import { coversOpenWindow } from '../../events/run-scope.ts';
import type { ClaimItem, ExecutionInput, Feed, Judgement, Regions } from '../../events/types.ts';
import { JudgeFailedRunInput } from '../../events/validators.mjs';
import { InvalidInput } from '../shared/errors/input-errors.ts';
import type { TaskHandler } from '../shared/ports.ts';
import type { ProgressTable } from '../shared/progress/progress-table.ts';
import { readExecutionInput } from '../shared/read-execution-input.ts';
import { readInput } from '../shared/read-input.ts';
import type { Telemetry } from '../shared/telemetry/telemetry.ts';
import type { DescribedRun, FailedRuns } from './failed-runs.ts';
import { judge } from './judge.ts';

/** The ports and settings of {@link createJudgeFailedRun}. */
export interface JudgeFailedRunPorts {
  readonly runs: FailedRuns;
  readonly progress: Pick<ProgressTable, 'readClaim'>;
  readonly telemetry: Telemetry;
  readonly settings: {
    readonly feed: Feed;
    readonly regions: Regions;
    /** Seconds before the first redrive of a run. */
    readonly redriveWaitSeconds: number;
  };
}

/** The error of a run whose Map Run failed. The errors of the children have the reason. */
const CHILDREN_FAILED = 'States.ExceedToleratedFailureThreshold';

/**
 * The task judge-failed-run: takes a `JudgeFailedRunInput`, returns a `Judgement`.
 *
 * It reads a failed run, the errors of its children and the claim of its window, and decides to wait, to redrive the run
 * or to leave it alone. A run that is left to a person raises the metric `RunsLeftAlone`.
 *
 * Rejects with InvalidInput, ConfigurationError or ProgressUnavailable.
 */
export function createJudgeFailedRun(ports: JudgeFailedRunPorts): TaskHandler<Judgement> {
  const { runs, telemetry, settings } = ports;
  return async (event) => {
    const { executionArn, redriveCount = null, waitedSeconds } = readInput({ JudgeFailedRunInput }, event);
    const run = await runs.describe(executionArn);
    if (run === null) {
      throw new InvalidInput('JudgeFailedRunInput', [
        { pointer: '/executionArn', problem: `names no execution: ${executionArn}` },
      ]);
    }
    const judgement = judge({
      ...run,
      knownRedriveCount: redriveCount,
      childErrors: run.error === CHILDREN_FAILED ? await runs.childErrors(executionArn) : [],
      overtakenBy: await findOvertaker(executionArn, run, ports),
      waitedSeconds,
      firstWaitSeconds: settings.redriveWaitSeconds,
    });
    const { decision, because, needsPerson } = judgement;
    telemetry.log(needsPerson ? 'error' : 'info', 'judged a failed run', { executionArn, decision, because });
    telemetry.measure({ RunsLeftAlone: needsPerson ? 1 : 0 }, { executionArn, decision });
    return judgement;
  };
}

/** Returns the claim of the execution that has overtaken a run over the open window. */
async function findOvertaker(
  executionArn: string,
  { input: text, startedAt }: DescribedRun,
  { progress, settings }: JudgeFailedRunPorts,
): Promise<ClaimItem | null> {
  const input = inputOf(text);
  if (input === null || !coversOpenWindow(input, settings.regions, settings.feed)) return null;
  const claim = await progress.readClaim(input.feed ?? settings.feed);
  return overtakenBy({ executionArn, startedAt }, claim);
}

/** Returns null for an invalid input, with which a run does nothing. */
function inputOf(text: string): ExecutionInput | null {
  try {
    return readExecutionInput(JSON.parse(text));
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof SyntaxError) return null;
    throw error;
  }
}
