import { findPermanentCause } from '../../../operate/executions/permanent-cause.ts';
import { stopOf } from '../../../operate/executions/stopped-by.ts';
import { isRunning } from '../../../operate/aws/interrupted.ts';
import type { StepFunctions } from '../../../operate/aws/step-functions.ts';
import { adviceFor } from '../../../operate/run/advice.ts';
import { explainFailure, type FailureNode } from '../../../operate/run/failure-chain.ts';
import type { FailureView } from '../../api/index.ts';
import { idOf } from '../ids.ts';
import type { RunModel } from './run-model.ts';

/** The maximum number of failed children of a Map Run that are read. */
const CHILDREN_LOOKED_INTO = 10;

/** Explains failed runs, each once until its next redrive. */
export class Failures {
  /** By execution, redrive count, status and end. */
  readonly #known = new Map<string, Promise<FailureNode>>();

  constructor(readonly sfn: StepFunctions) {}

  /** Explains why a run failed; null if it has not failed or is imported. */
  async of({ arn, description, source }: RunModel): Promise<FailureView | null> {
    const { status = '', redriveCount = 0, stopDate } = description;
    if (source.imported || status === 'SUCCEEDED' || isRunning({ status: undefined, ...description })) {
      return null;
    }
    const key = `${arn} ${redriveCount} ${status} ${stopDate?.getTime() ?? 0}`;
    const node = this.#known.get(key) ?? explainFailure(this.sfn, arn, CHILDREN_LOOKED_INTO);
    this.#known.set(key, node);
    const failure = await node.catch((error: unknown) => {
      this.#known.delete(key);
      throw error;
    });
    const run = { executionArn: arn, status, description };
    // A success of another run changes the answer, so it is not kept. A child is redriven with its run.
    const permanent =
      description.mapRunArn === undefined
        ? await findPermanentCause(this.sfn, run, () => Promise.resolve(failure))
        : null;
    return {
      ...viewOf(failure),
      stop: stopOf(description, this.sfn.target.isLocal)?.how ?? null,
      permanent: permanent?.advice.summary ?? null,
    };
  }
}

function viewOf({ link, causes, count, titleIds, notLookedInto }: FailureNode): FailureView {
  const { executionArn, status, state = null, error, message, attemptNumber } = link;
  return {
    run: idOf(executionArn),
    stop: null,
    permanent: null,
    status,
    state,
    error,
    message,
    attempt: attemptNumber,
    titleIds,
    count,
    notLookedInto,
    causes: causes.map(viewOf),
    advice: adviceFor(error, message) ?? null,
  };
}
