import { arrivals, catalogue } from './catalogue/handlers.ts';
import { viewFeeds } from './feeds.ts';
import type { Handler } from './http/handler.ts';
import { preview, redrive, redriver } from './redrive/handlers.ts';
import { importFile, imports, removeImport } from './runs/import-handlers.ts';
import { check, form, start, stop } from './runs/change-handlers.ts';
import {
  compare,
  days,
  event,
  exportFile,
  failure,
  input,
  liveMapRun,
  liveRun,
  liveRuns,
  visit,
} from './runs/handlers.ts';
import { liveStream, names, streamEvent, title, titles } from './titles/handlers.ts';
import { faults, liveWatchmode } from './watchmode/handlers.ts';

/** The route whose handler reads the body, which is a file. */
export const READS_ITSELF = 'POST /api/import';

/** Handlers by method and path. */
export const ROUTES: Readonly<Record<string, Handler>> = {
  'GET /api/session': ({ context }) => Promise.resolve(context.session),
  'GET /api/live/runs': liveRuns,
  'GET /api/live/run': liveRun,
  'GET /api/live/map-run': liveMapRun,
  'GET /api/live/stream': liveStream,
  'GET /api/live/watchmode': liveWatchmode,
  'GET /api/input': input,
  'GET /api/visit': visit,
  'GET /api/event': event,
  'GET /api/failure': failure,
  'GET /api/compare': compare,
  'GET /api/days': days,
  'GET /api/export': exportFile,
  'GET /api/imports': imports,
  [READS_ITSELF]: importFile,
  'POST /api/remove-import': removeImport,
  'GET /api/start-form': form,
  'POST /api/check': check,
  'POST /api/start': start,
  'POST /api/stop': stop,
  'GET /api/redrive': preview,
  'GET /api/redriver': redriver,
  'POST /api/redrive': redrive,
  'GET /api/feeds': ({ context }) => viewFeeds(context),
  'GET /api/catalogue': catalogue,
  'GET /api/arrivals': arrivals,
  'GET /api/titles': titles,
  'GET /api/title': title,
  'GET /api/names': names,
  'GET /api/stream-event': streamEvent,
  'POST /api/faults': faults,
};
