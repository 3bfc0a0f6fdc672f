import { describe, expect, it } from '@jest/globals';
import { reduceHistory } from '../../../operate/run/reduce-history.ts';
import { redriveOf, workingMs } from '../../../operate/run/stretch.ts';
import { entered, failed, historyOf, scheduled, started } from '../../cli/support/history.ts';

const AT = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 6, 0, seconds));
const struck = [scheduled(), started(), failed('Watchmode.Unavailable', 'HTTP 503')];
const redrivenAt = (seconds: number) => ({ type: 'ExecutionRedriven' as const, timestamp: AT(seconds) });

describe('the times at work of an execution', () => {
  const events = historyOf(
    { type: 'ExecutionStarted' },
    entered('Task', 'List new titles', '{}', 0),
    ...struck,
    { type: 'ExecutionFailed' },
    redrivenAt(60),
    { ...scheduled(0), timestamp: AT(61) },
  );
  const { stretches, visits, redriveCount } = reduceHistory(events);

  it('begin with the start and with each redrive, and end with each end', () => {
    expect(stretches).toEqual([
      { eventId: 1, startedAt: AT(0), endedAt: AT(5) },
      { eventId: 7, startedAt: AT(60), endedAt: undefined },
    ]);
    expect(redriveCount).toBe(1);
  });

  it('do not include the time between a failure and its redrive', () => {
    expect(workingMs(stretches, AT(70).getTime())).toBe(15_000);
    expect(workingMs([], AT(70).getTime())).toBe(0);
  });

  it('tell the redrive of each attempt', () => {
    const [visit] = visits;

    expect(visit?.attempts.map(([first]) => redriveOf(stretches, first?.id ?? 0))).toEqual([0, 1]);
  });

  it('end with the last event of an interrupted execution', () => {
    const interrupted = historyOf({ type: 'ExecutionStarted' }, ...struck, redrivenAt(60));

    expect(reduceHistory(interrupted).stretches[0]?.endedAt).toEqual(AT(3));
  });
});
