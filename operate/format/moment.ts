/** A moment for people, in UTC and to the second: `2026-11-24 10:15:00Z`; `-` where there is none. */
export function formatMoment(moment: Date | undefined): string {
  return moment === undefined ? '-' : `${moment.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
