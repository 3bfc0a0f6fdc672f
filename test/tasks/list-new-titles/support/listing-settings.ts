import type { ListNewTitlesSettings } from '../../../../tasks/list-new-titles/listing-ports.ts';

/** The settings of list-new-titles in a deployment of the new titles of GB. */
export const LISTING_SETTINGS: ListNewTitlesSettings = {
  feed: 'new_titles',
  regions: ['GB'],
  overlapMinutes: 60,
  firstWindowHours: 24,
  creditReserve: 0,
  requestsPerMinute: null,
};
