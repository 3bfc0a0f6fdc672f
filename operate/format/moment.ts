import { formatInstant } from '../../events/instant.ts';
/** Formats a moment in UTC, to the second: `2026-11-24 10:15:00Z`; `-` if undefined. */
export function formatMoment(moment: Date | undefined): string {
  return moment === undefined ? '-' : formatInstant(moment.getTime()).replace('T', ' ');
}
