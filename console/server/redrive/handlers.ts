import {
  type RedrivePreview as Preview,
  redrivePreview,
} from '../../../operate/executions/redrive-preview.ts';
import { redriveExecution } from '../../../operate/executions/redrive-execution.ts';
import { findRedriver } from '../../../operate/executions/find-redriver.ts';
import type { RedrivePreview, RedriverView } from '../../api/index.ts';
import type { ConsoleContext } from '../context.ts';
import { type Handler, mayChange } from '../http/handler.ts';
import { field, needed, RequestProblem, text } from '../http/request.ts';
import { idOf } from '../ids.ts';
import { faultsInForce } from '../watchmode/handlers.ts';

/** GET /api/redrive: what a redrive would run again and keep, and its maximum cost. */
export const preview: Handler = ({ context, query }) =>
  previewRedrive(context, context.arns.run(needed(query, 'id')));

/** POST /api/redrive: redrives a run. The redrive count that the page has seen makes the request idempotent. */
export const redrive: Handler = async ({ context, body }) => {
  mayChange(context);
  const executionArn = context.arns.run(text(body, 'id'));
  const redriveCount = Number(field(body, 'redriveCount'));
  if (!Number.isSafeInteger(redriveCount)) throw new RequestProblem(400, 'the request needs redriveCount');
  await redriveExecution(context.sfn, { executionArn, redriveCount });
  context.models.wake(executionArn);
  return {};
};

/** GET /api/redriver: the execution of the redriver that waits to redrive a run; null if there is none. */
export const redriver: Handler = async ({ context, query }): Promise<RedriverView | null> => {
  const executionArn = context.arns.run(needed(query, 'id'));
  const { stateMachineArn } = context.options;
  return (await findRedriver(context.sfn, { executionArn, stateMachineArn })) ?? null;
};

/** Previews the redrive of an execution. */
export async function previewRedrive(context: ConsoleContext, arn: string): Promise<RedrivePreview> {
  const { sfn, tables, ownFeed } = context;
  const [preview, faults] = await Promise.all([
    redrivePreview(sfn, tables, arn, { ownFeed }),
    faultsInForce(context),
  ]);
  return viewOf(preview, faults);
}

function viewOf(
  { mapRun, overtaker, creditsTwice, ...preview }: Preview,
  faults: readonly string[],
): RedrivePreview {
  return {
    faults,
    refusal: preview.refusal,
    states: preview.states,
    redriveCount: preview.redriveCount,
    children: mapRun?.children ?? null,
    titles: mapRun?.titles ?? null,
    credits: mapRun?.credits ?? null,
    isEstimate: mapRun?.isEstimate ?? false,
    overtakenBy:
      overtaker === null
        ? null
        : {
            run: idOf(overtaker.executionArn),
            claimedAt: Date.parse(overtaker.claimedAt),
            creditsTwice,
          },
    overtakenProblem: preview.overtakerProblem,
  };
}
