import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  closedWindow,
  formatWindow,
  openWindow,
  type OpenWindowFacts,
} from '../../../tasks/list-new-titles/window.ts';

interface Facts {
  readonly watermark?: string;
  readonly scheduledTime?: string;
  readonly startedAt?: string;
}

function open(
  { watermark, scheduledTime, startedAt = '2026-11-24T06:00:03.250Z' }: Facts,
  changes: Partial<OpenWindowFacts> = {},
) {
  const moment = (text: string | undefined) => (text === undefined ? null : Date.parse(text));
  const span = openWindow({
    watermark: moment(watermark),
    scheduledTime: moment(scheduledTime),
    startedAt: Date.parse(startedAt),
    overlapMinutes: 60,
    firstWindowHours: 24,
    ...changes,
  });
  return formatWindow(span);
}

describe('the open window', () => {
  it('goes from the watermark less the overlap to the scheduled time', () => {
    expect(open({ watermark: '2026-11-23T06:00:00Z', scheduledTime: '2026-11-24T06:00:00Z' })).toEqual({
      start: '2026-11-23T05:00:00Z',
      end: '2026-11-24T06:00:00Z',
    });
  });

  it('catches up what runs of earlier days did not finish', () => {
    expect(open({ watermark: '2026-11-20T06:00:00Z', scheduledTime: '2026-11-24T06:00:00Z' }).start).toBe(
      '2026-11-20T05:00:00Z',
    );
  });

  it('ends at the start of the execution without a scheduled time, or with one that is still to come', () => {
    expect(open({ watermark: '2026-11-23T06:00:00Z' }).end).toBe('2026-11-24T06:00:03Z');
    expect(open({ watermark: '2026-11-23T06:00:00Z', scheduledTime: '2026-11-25T06:00:00Z' }).end).toBe(
      '2026-11-24T06:00:03Z',
    );
  });

  it('has a length of its own without a watermark', () => {
    expect(open({ scheduledTime: '2026-11-24T06:00:00Z' }, { firstWindowHours: 48 })).toEqual({
      start: '2026-11-22T06:00:00Z',
      end: '2026-11-24T06:00:00Z',
    });
  });

  it('is the overlap alone when the watermark is its end already', () => {
    expect(open({ watermark: '2026-11-24T06:00:00Z', scheduledTime: '2026-11-24T06:00:00Z' })).toEqual({
      start: '2026-11-24T05:00:00Z',
      end: '2026-11-24T06:00:00Z',
    });
  });

  it('is empty when the watermark is ahead by more than the overlap', () => {
    expect(open({ watermark: '2026-11-24T05:00:00Z', scheduledTime: '2026-11-23T06:00:00Z' })).toEqual({
      start: '2026-11-23T06:00:00Z',
      end: '2026-11-23T06:00:00Z',
    });
  });
});

describe('a closed window', () => {
  it('is taken as it is, in UTC', () => {
    const window = { start: '2026-11-01T01:00:00+01:00', end: '2026-11-07T19:00:00-05:00' };

    expect(formatWindow(closedWindow(window, Date.parse('2026-11-24T06:00:00Z')))).toEqual({
      start: '2026-11-01T00:00:00Z',
      end: '2026-11-08T00:00:00Z',
    });
  });

  it('is widened to whole seconds, but not into the future', () => {
    const window = { start: '2026-11-01T00:00:00.900Z', end: '2026-11-24T05:59:59.100Z' };

    expect(formatWindow(closedWindow(window, Date.parse('2026-11-24T06:00:00Z')))).toEqual({
      start: '2026-11-01T00:00:00Z',
      end: '2026-11-24T06:00:00Z',
    });
    expect(formatWindow(closedWindow(window, Date.parse('2026-11-24T05:59:59.100Z'))).end).toBe(
      '2026-11-24T05:59:59Z',
    );
  });
});

describe('any window', () => {
  it('is of whole seconds, ends at or before the start of the execution, and never ends before it starts', () => {
    const moment = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') });
    fc.assert(
      fc.property(
        fc.option(moment),
        fc.option(moment),
        moment,
        fc.nat(10_080),
        (watermark, scheduledTime, startedAt, overlapMinutes) => {
          const { start, end } = openWindow({
            watermark,
            scheduledTime,
            startedAt,
            overlapMinutes,
            firstWindowHours: 24,
          });

          expect(start % 1000).toBe(0);
          expect(end % 1000).toBe(0);
          expect(end).toBeLessThanOrEqual(startedAt);
          expect(start).toBeLessThanOrEqual(end);
        },
      ),
    );
  });
});
