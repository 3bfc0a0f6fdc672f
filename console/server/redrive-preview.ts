import { type RedrivePreview as Preview, redrivePreview } from '../../operate/executions/redrive-preview.ts';
import type { RedrivePreview } from '../api/index.ts';
import { idOf } from './ids.ts';
import type { ConsoleContext } from './context.ts';

/** Finds out what a redrive would run again, what it would keep, and what it would cost at most, for a page. */
export async function previewRedrive({ sfn, tables }: ConsoleContext, arn: string): Promise<RedrivePreview> {
  return viewOf(await redrivePreview(sfn, tables, arn));
}

function viewOf({ mapRun, overtaker, creditsTwice, ...preview }: Preview): RedrivePreview {
  return {
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
