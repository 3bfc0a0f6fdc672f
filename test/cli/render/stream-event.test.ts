import { expect, it } from '@jest/globals';
import pico from 'picocolors';
import { formatStreamEvent } from '../../../cli/render/stream-event.ts';
import { SourceNames } from '../../../operate/stream/source-names.ts';
import { eventOf, genreOf, leftOf, removalOf, sourceOf } from '../../operate/stream/support/events.ts';

const style = pico.createColors(false);
const names = new SourceNames();

it('formats an event in a line, with the title or the news that there is none', () => {
  expect(formatStreamEvent(eventOf(345_534), names, style)).toBe(
    '2026-11-24 12:00:00Z  345534    added     七人の侍 345534 🎬, movie, 0 sources',
  );
  expect(formatStreamEvent(removalOf(345_534), names, style)).toBe(
    '2026-11-25 12:00:00Z  345534    removed   Watchmode no longer knows it',
  );
});

it('names the service that a title left as the events before do, and reference data by its own id', () => {
  const learnt = new SourceNames();
  learnt.learn(sourceOf(203, 'Netflix'));

  expect(formatStreamEvent(leftOf(345_534, 203), learnt, style)).toBe(
    '2026-11-26 12:00:00Z  345534    left      Netflix, GB',
  );
  expect(formatStreamEvent(leftOf(345_534, 26), learnt, style)).toMatch(/ left {6}source 26, GB$/);
  expect(formatStreamEvent(sourceOf(203, 'Netflix'), learnt, style)).toBe(
    '2026-11-26 12:00:01Z  source    listed    203 Netflix',
  );
  expect(formatStreamEvent(genreOf(7, 'Drama'), learnt, style)).toMatch(/Z {2}genre {5}listed {4}7 Drama$/);
});
