import { describe, expect, it } from '@jest/globals';
import type { DeferredItem, StreamEvent } from '../../events/types.ts';
import {
  checkCounts,
  checkKept,
  checkOneAtWork,
  checkSurvived,
  checkWatermarks,
} from '../../soak/progress-checks.ts';
import type { Look } from '../../soak/progress.ts';
import { workSpans } from '../../soak/work-spans.ts';

const NOON = Date.parse('2026-11-25T12:00:00Z');

const deferred = (titleId: number, countedRuns: string[]): DeferredItem => ({
  feed: 'new_titles',
  item: `deferred#${titleId}`,
  titleId,
  status: 'waiting',
  since: '2026-11-25T06:00:00Z',
  runs: countedRuns.length,
  countedRuns,
  error: 'Watchmode.Unavailable',
});

function look(watermark: string | null, items: DeferredItem[] = []): Look {
  return {
    at: NOON,
    watermark: watermark === null ? null : { feed: 'new_titles', item: 'watermark', watermark },
    claim: null,
    deferred: items,
  };
}

describe('the checks of the observed progress table', () => {
  it('accept a watermark that stays or grows, and report one that goes back or is in the future', () => {
    const early = look('2026-11-25T06:00:00Z');
    const late = look('2026-11-25T07:00:00Z');

    expect(checkWatermarks([look(null), early, early, look(null), late])).toEqual([]);
    expect(checkWatermarks([late, look(null), early])).toEqual([
      'watermark: it went from 2026-11-25T07:00:00.000Z back to 2026-11-25T06:00:00.000Z',
    ]);
    expect(checkWatermarks([look('2026-11-25T12:00:01Z')])).toEqual([
      'watermark: it was 2026-11-25T12:00:01.000Z at 2026-11-25T12:00:00.000Z',
    ]);
  });

  it('report a title that counts a run twice, or more runs than were started', () => {
    expect(checkCounts([look(null, [deferred(1, ['a', 'b'])])], 2)).toEqual([]);
    expect(checkCounts([look(null, [deferred(1, ['a', 'a'])])], 2)).toEqual([
      'once a run: title 1 counts a run twice',
    ]);
    expect(checkCounts([look(null, [deferred(1, ['a', 'b'])])], 1)).toEqual([
      'once a run: title 1 counts 2 runs of 1',
    ]);
  });

  it('report titles that are neither on the stream nor in the table', () => {
    const events = [{ subject: '1' }] as StreamEvent[];

    expect(checkKept(events, look(null, [deferred(2, ['a'])]), [1, 2])).toEqual([]);
    expect(checkKept(events, look(null), [1, 2])).toEqual(['no title lost: 1 titles are missing: 2']);
  });

  it('report progress lost by the death of the process', () => {
    const before = look('2026-11-25T06:00:00Z', [deferred(1, ['a']), deferred(2, ['a', 'b'])]);

    expect(checkSurvived(before, before)).toEqual([]);
    expect(checkSurvived(before, look(null, [deferred(2, ['a'])]))).toEqual([
      'survival: the watermark 2026-11-25T06:00:00Z is lost',
      'survival: 2 deferred titles are lost',
    ]);
  });
});

describe('the check that one run works at a time', () => {
  const at = (second: number) => new Date(NOON + 1_000 * second);
  const history = (events: [type: string, second: number][]) =>
    events.map(([type, second], index) => ({ id: index + 1, type, timestamp: at(second) }) as never);

  it('accepts consecutive runs, and a run that is redriven after the death of its process', () => {
    const first = workSpans(
      'first',
      history([
        ['MapRunStarted', 0],
        ['ExecutionRedriven', 10],
        ['MapRunRedriven', 10],
        ['ExecutionSucceeded', 20],
      ]),
      [at(5).getTime()],
    );
    const second = workSpans(
      'second',
      history([
        ['ExecutionStarted', 1],
        ['MapRunStarted', 20],
        ['ExecutionSucceeded', 30],
      ]),
      [at(5).getTime()],
    );

    expect(first.map(({ from, to }) => [(from - NOON) / 1_000, (to - NOON) / 1_000])).toEqual([
      [0, 5],
      [10, 20],
    ]);
    expect(checkOneAtWork([...second, ...first])).toEqual([]);
  });

  it('reports two runs that overlap', () => {
    const spans = [
      { execution: 'late', from: 8_000, to: 20_000 },
      { execution: 'early', from: 0, to: 10_000 },
    ];

    expect(checkOneAtWork(spans)).toEqual(['one at work: late started 2000 ms before early ended']);
  });
});
