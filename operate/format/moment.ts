import { formatInstant } from '../../events/instant.ts';
/**
 * Formats a moment in UTC, to the second; `-` if undefined.
 * @example formatMoment(new Date('2026-11-24T10:15:00Z')) // '2026-11-24 10:15:00Z'
 */
export function formatMoment(moment: Date | undefined): string {
  return moment === undefined ? '-' : formatInstant(moment.getTime()).replace('T', ' ');
}
