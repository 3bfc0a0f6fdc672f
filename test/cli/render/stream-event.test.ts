import { expect, it } from '@jest/globals';
import pico from 'picocolors';
import { formatStreamEvent } from '../../../cli/render/stream-event.ts';
import { eventOf, removalOf } from '../../operate/stream/support/events.ts';

const style = pico.createColors(false);

it('formats an event in a line, with the title or the news that there is none', () => {
  expect(formatStreamEvent(eventOf(345_534), style)).toBe(
    '2026-11-24 12:00:00Z  345534    added     七人の侍 345534 🎬, movie, 0 sources',
  );
  expect(formatStreamEvent(removalOf(345_534), style)).toBe(
    '2026-11-25 12:00:00Z  345534    removed   Watchmode no longer knows it',
  );
});
