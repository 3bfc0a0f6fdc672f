import { check, form, preview, redrive, start, stop } from './handlers-changes.ts';
import { compare, exportFile, importFile, liveMapRun } from './handlers-more.ts';
import { liveRun, liveRuns } from './handlers-runs.ts';
import { liveStream, streamEvent, title, titles } from './handlers-titles.ts';
import { feeds } from './handlers-feeds.ts';
import { event, failure, visit } from './handlers-visit.ts';
import { faults, liveWatchmode } from './handlers-watchmode.ts';
import type { Handler } from './router.ts';

/** The one whose body is a file. */
export const TAKES_FILE = 'POST /api/import';

/** What the pages can ask, by method and path. */
export const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /api/session': ({ context }) => Promise.resolve(context.session),
  'GET /api/live/runs': liveRuns,
  'GET /api/live/run': liveRun,
  'GET /api/live/map-run': liveMapRun,
  'GET /api/live/stream': liveStream,
  'GET /api/live/watchmode': liveWatchmode,
  'GET /api/visit': visit,
  'GET /api/event': event,
  'GET /api/failure': failure,
  'GET /api/compare': compare,
  'GET /api/export': exportFile,
  [TAKES_FILE]: importFile,
  'GET /api/start-form': form,
  'POST /api/check': check,
  'POST /api/start': start,
  'POST /api/stop': stop,
  'GET /api/redrive': preview,
  'POST /api/redrive': redrive,
  'GET /api/feeds': feeds,
  'GET /api/titles': titles,
  'GET /api/title': title,
  'GET /api/stream-event': streamEvent,
  'POST /api/faults': faults,
};
