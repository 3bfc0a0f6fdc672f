import { CREDITS_PER_DETAILS, CREDITS_PER_TITLE } from '../../../events/credits.ts';
import type { Regions } from '../../../events/types.ts';
import { queryText, type WatchmodeConnection } from './connection.ts';
import { readTitle } from './read-title.ts';
import type { TitleDetails } from './responses.ts';

/**
 * The requests about one title. They reject as those of {@link WatchmodeConnection}, and with TitleNotFound or
 * TitleRefused.
 */
export interface Titles {
  /** Reads a title with its sources, without invalid parts: 2 credits. */
  title(titleId: number, regions: Regions): Promise<TitleDetails>;
  /** Reads a title without its sources: 1 credit. */
  details(titleId: number): Promise<TitleDetails>;
}

/** Creates the requests about titles. */
export function titles({ getParts }: WatchmodeConnection): Titles {
  return {
    title(titleId, regions) {
      const query = { append_to_response: 'sources', regions: regions.join(',') };
      const label = `/title/${titleId}/details`;
      const path = `${label}?${queryText(query)}`;
      return getParts({ path, label, credits: CREDITS_PER_TITLE, titleId }, readTitle);
    },

    details(titleId) {
      return getParts(
        { path: `/title/${titleId}/details`, credits: CREDITS_PER_DETAILS, titleId },
        readTitle,
      );
    },
  };
}
