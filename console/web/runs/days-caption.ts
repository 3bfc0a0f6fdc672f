import type { DaysView } from '../../api/index.ts';
import { count, counted } from '../format.ts';

/**
 * Returns what the columns of the days show, and what they leave out.
 *
 * @param words what the height of a column is: `Runs`
 * @param room the number of days that the window has room for
 */
export function captionOf({ days, most }: DaysView, words: string, room: number): string {
  if (days.length === 0 && most !== null)
    return `The newest ${counted(most, 'run')} started today, so that no day could be read whole. The list below has them.`;
  const sentences = [`${words} a day, by the start of the runs, in UTC.`];
  if (most !== null) sentences.push(`Days before the newest ${counted(most, 'run')} are left out.`);
  if (days.length > room)
    sentences.push(
      `This window has room for the newest ${count(room)} of ${counted(days.length, 'day')}; the table has all.`,
    );
  return sentences.join(' ');
}
