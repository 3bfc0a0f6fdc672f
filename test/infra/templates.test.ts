import { expect, it } from '@jest/globals';
import { synthesiseNow } from './support/synthesis.ts';
import { synthesise } from './support/synthesise.ts';

it.each([
  { streamMode: 'provisioned', streamShards: '3', streamRetentionHours: '24' },
  { alarmEmail: 'night-watch@example.com' },
  { redriveFailedRuns: 'false', scheduleEnabled: 'false' },
])('the cached templates of %p are those that this process synthesises', (settings) => {
  expect(synthesise(settings)).toEqual(synthesiseNow(settings));
});
