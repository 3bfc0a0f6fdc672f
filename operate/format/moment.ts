import { formatInstant } from '../../events/instant.ts';
/** A moment for people, in UTC and to the second: `2026-11-24 10:15:00Z`; `-` where there is none. */
export function formatMoment(moment: Date | undefined): string {
  return moment === undefined ? '-' : formatInstant(moment.getTime()).replace('T', ' ');
}
