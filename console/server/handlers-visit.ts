import { DescribeMapRunCommand } from '@aws-sdk/client-sfn';
import { explainFailure, type FailureNode } from '../../operate/run/failure-chain.ts';
import { readAttemptLogs } from '../../operate/run/attempt-log.ts';
import { adviceFor } from '../../operate/run/advice.ts';
import { isRunning } from '../../operate/aws/interrupted.ts';
import type { FailureView } from '../api/index.ts';
import { idOf } from './ids.ts';
import { RequestProblem } from './problem.ts';
import { type Handler, needed, wholeNumber } from './router.ts';
import type { RunModel } from './run-model.ts';
import { visitDetail } from './visit-detail.ts';
import type { ConsoleContext } from './context.ts';

/** How many failed children of a Map Run are looked into. */
const CHILDREN_LOOKED_INTO = 10;

/** GET /api/visit: all about one visit of a run. */
export const visit: Handler = async ({ context, query }) => {
  const model = await context.models.get(context.arns.run(needed(query, 'id')));
  const found = model.visit(wholeNumber(query, 'visit'));
  if (found === undefined) throw new RequestProblem(404, 'the run has no such visit of a state');
  const { logFileOf } = context.options;
  // What is written in a file was not written here.
  if (logFileOf === null || model.source.imported) return visitDetail(model, found, new Map());
  const path = logFileOf(await topLevelOf(context, model));
  return visitDetail(model, found, await readAttemptLogs(path, model.arn));
};

/** The execution that a child belongs to; itself for one that is no child. */
async function topLevelOf(
  context: ConsoleContext,
  { arn, description: { mapRunArn } }: RunModel,
): Promise<string> {
  if (mapRunArn === undefined) return arn;
  const { executionArn = arn } = await context.sfn.client.send(new DescribeMapRunCommand({ mapRunArn }));
  return executionArn;
}

/** GET /api/event: one history event in full. */
export const event: Handler = async ({ context, query }) => {
  const model = await context.models.get(context.arns.run(needed(query, 'id')));
  const wanted = wholeNumber(query, 'event');
  const found = model.events.find(({ id }) => id === wanted);
  if (found === undefined) throw new RequestProblem(404, `the run has no event ${wanted}`);
  return found;
};

/** Failures by execution, redrives and status: what has ended is explained once. */
const explained = new WeakMap<ConsoleContext, Map<string, Promise<FailureView>>>();

/** GET /api/failure: the way down to what went wrong; null for a run that has not failed. */
export const failure: Handler = async ({ context, query }) => {
  const arn = context.arns.run(needed(query, 'id'));
  const model = await context.models.get(arn);
  const { description } = model;
  const status = description.status ?? '';
  if (model.source.imported || status === 'SUCCEEDED' || isRunning({ status: undefined, ...description })) {
    return null;
  }
  const known = explained.get(context) ?? new Map<string, Promise<FailureView>>();
  explained.set(context, known);
  const key = `${arn} ${description.redriveCount ?? 0} ${status} ${description.stopDate?.getTime() ?? 0}`;
  const view =
    known.get(key) ?? explainFailure(context.sfn, arn, CHILDREN_LOOKED_INTO).then((node) => viewOf(node));
  known.set(key, view);
  return view.catch((error: unknown) => {
    known.delete(key);
    throw error;
  });
};

function viewOf({ link, causes, count, titleIds, notLookedInto }: FailureNode): FailureView {
  const advice = adviceFor(link.error);
  return {
    run: idOf(link.executionArn),
    status: link.status,
    state: link.state ?? null,
    error: link.error,
    message: link.message,
    attempts: link.attempts,
    titleIds,
    count,
    notLookedInto,
    causes: causes.map(viewOf),
    advice:
      advice === undefined
        ? null
        : { summary: advice.summary, remedy: advice.remedy, redriveHelps: advice.redriveHelps },
  };
}
