import type { TaskError } from '../errors/task-error.ts';
import { WatchmodeTitleNotFound, WatchmodeTitleRefused } from '../errors/watchmode-errors.ts';
import type { HttpResponse } from './http.ts';
import { statusMessageOf } from './refusal.ts';

/** Statuses that are about the title by themselves: it is gone, or withheld for legal reasons. */
const ABOUT_TITLE: ReadonlySet<number> = new Set([410, 451]);

/** The error that a response means whose status is about the title alone; undefined when it may be about more. */
export function titleRefusalOf(
  response: HttpResponse,
  titleId: number,
  apiKey: string,
): TaskError | undefined {
  if (response.status === 404) return new WatchmodeTitleNotFound(response.request, titleId);
  return ABOUT_TITLE.has(response.status) ? titleRefused(response, titleId, apiKey) : undefined;
}

/** The error that a refusal means when the key is good and credits are left. */
export function titleRefused(response: HttpResponse, titleId: number, apiKey: string): WatchmodeTitleRefused {
  const { request, status } = response;
  return new WatchmodeTitleRefused(request, titleId, status, statusMessageOf(response, apiKey));
}
