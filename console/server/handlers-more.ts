import { compareRuns } from './compare.ts';
import { exportRun } from './export-run.ts';
import { idOf } from './ids.ts';
import { sendLive } from './live.ts';
import { MapRunFollower } from './map-run-model.ts';
import { RequestProblem } from './problem.ts';
import { reasonFor } from './reason.ts';
import { type Handler, needed } from './router.ts';
import { importRun } from './run-file.ts';

/** GET /api/live/map-run: a Map Run with its children, then what changes of them. */
export const liveMapRun: Handler = async ({ context, response, query }) => {
  const follower = new MapRunFollower(context, context.arns.mapRun(needed(query, 'id')));
  await sendLive(
    response,
    context.io,
    context.ages.children,
    () => follower.look(),
    (error) => reasonFor(context, error),
  );
  return undefined;
};

/** GET /api/compare: two runs side by side. */
export const compare: Handler = async ({ context, query }) => {
  const a = await context.models.get(context.arns.run(needed(query, 'a')));
  const b = await context.models.get(context.arns.run(needed(query, 'b')));
  return compareRuns(a, b);
};

/** GET /api/export: a run as one file. */
export const exportFile: Handler = async ({ context, query, response }) => {
  const model = await context.models.get(context.arns.run(needed(query, 'id')));
  const name = idOf(model.arn).replace(/[^\w.-]+/g, '_');
  response.setHeader('content-disposition', `attachment; filename="${name}.run.json"`);
  return exportRun(context, model);
};

/** POST /api/import: opens a file that was exported, until the console ends. */
export const importFile: Handler = async ({ context, body }) => {
  const run = importRun(body, context.options.stateMachineArn);
  try {
    await context.models.addFile(run);
  } catch (error) {
    if (error instanceof RequestProblem) throw error;
    throw new RequestProblem(400, `this exported run is damaged: ${reasonFor(context, error)}`);
  }
  return { id: idOf(run.arn) };
};
