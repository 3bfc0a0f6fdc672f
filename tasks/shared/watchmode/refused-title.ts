import type { TaskError } from '../errors/task-error.ts';
import { WatchmodeTitleNotFound, WatchmodeTitleRefused } from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';
import { statusMessageOf } from './refusal.ts';

/** The statuses that always concern the title: it is gone, or withheld for legal reasons. */
const ABOUT_TITLE: ReadonlySet<number> = new Set([410, 451]);

/** Returns the error for a status that concerns only the title; undefined for any other. */
export function titleRefusalOf(
  response: HttpResponse,
  titleId: number,
  apiKey: string,
): TaskError | undefined {
  if (response.status === 404) return new WatchmodeTitleNotFound(response.request, titleId);
  return ABOUT_TITLE.has(response.status) ? titleRefused(response, titleId, apiKey) : undefined;
}

/** Creates the error for a refusal with a valid key and credits left. */
export function titleRefused(response: HttpResponse, titleId: number, apiKey: string): WatchmodeTitleRefused {
  const { request, status } = response;
  return new WatchmodeTitleRefused(request, titleId, status, statusMessageOf(response, apiKey));
}
