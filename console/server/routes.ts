import { liveRun, liveRuns } from './handlers-runs.ts';
import type { Handler } from './router.ts';

/** What the pages can ask, by method and path. */
export const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /api/session': ({ world }) => Promise.resolve(world.session),
  'GET /api/live/runs': liveRuns,
  'GET /api/live/run': liveRun,
};
