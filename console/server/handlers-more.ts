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
export const liveMapRun: Handler = async ({ world, response, query }) => {
  const follower = new MapRunFollower(world, world.arns.mapRun(needed(query, 'id')));
  await sendLive(
    response,
    world.io,
    world.ages.children,
    () => follower.look(),
    (error) => reasonFor(world, error),
  );
  return undefined;
};

/** GET /api/compare: two runs side by side. */
export const compare: Handler = async ({ world, query }) => {
  const a = await world.models.get(world.arns.run(needed(query, 'a')));
  const b = await world.models.get(world.arns.run(needed(query, 'b')));
  return compareRuns(a, b);
};

/** GET /api/export: a run as one file. */
export const exportFile: Handler = async ({ world, query, response }) => {
  const model = await world.models.get(world.arns.run(needed(query, 'id')));
  const name = idOf(model.arn).replace(/[^\w.-]+/g, '_');
  response.setHeader('content-disposition', `attachment; filename="${name}.run.json"`);
  return exportRun(world, model);
};

/** POST /api/import: opens a file that was exported, until the console ends. */
export const importFile: Handler = async ({ world, body }) => {
  const run = importRun(body, world.options.stateMachineArn);
  try {
    await world.models.addFile(run);
  } catch (error) {
    if (error instanceof RequestProblem) throw error;
    throw new RequestProblem(400, `this exported run is damaged: ${reasonFor(world, error)}`);
  }
  return { id: idOf(run.arn) };
};
