import { getEventListeners } from 'node:events';
import { expect, it } from '@jest/globals';
import type { Clock } from '../../local/stepfunctions/index.ts';
import { taskClock } from '../../local/task-clock.ts';

it('has no signal with many listeners when many tasks pause at once, because Node.js warns of these', async () => {
  const signals: AbortSignal[] = [];
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    yieldTurn: () => Promise.resolve(),
    sleep: (_, signal) => {
      signal.addEventListener('abort', () => undefined, { once: true });
      signals.push(signal);
      return Promise.resolve();
    },
  };
  const tasks = taskClock(clock);

  await Promise.all(Array.from({ length: 11 }, () => tasks.sleep(1000)));

  expect(signals.map((signal) => getEventListeners(signal, 'abort').length)).toEqual(Array(11).fill(1));
});
