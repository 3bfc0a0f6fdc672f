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
  readonly serverTime?: string;
}

function open(
  { watermark, scheduledTime, startedAt = '2026-11-24T06:00:03.250Z', serverTime }: Facts,
  changes: Partial<OpenWindowFacts> = {},
) {
  const moment = (text: string | undefined) => (text === undefined ? null : Date.parse(text));
  const span = openWindow({
    watermark: moment(watermark),
    scheduledTime: moment(scheduledTime),
    startedAt: Date.parse(startedAt),
    serverTime: moment(serverTime),
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

  it.each([
    ['its end', '2026-11-24T06:00:00Z'],
    ['behind its end, by less than the overlap', '2026-11-24T06:30:00Z'],
    ['behind its end, by more than the overlap', '2026-11-25T06:00:00Z'],
  ])('is empty when the watermark is %s already', (_, watermark) => {
    expect(open({ watermark, scheduledTime: '2026-11-24T06:00:00Z' })).toEqual({
      start: '2026-11-24T06:00:00Z',
      end: '2026-11-24T06:00:00Z',
    });
  });

  it('has the overlap and a second when the watermark is a second before its end', () => {
    expect(open({ watermark: '2026-11-24T05:59:59Z', scheduledTime: '2026-11-24T06:00:00Z' })).toEqual({
      start: '2026-11-24T04:59:59Z',
      end: '2026-11-24T06:00:00Z',
    });
  });

  it('never ends behind the present of Watchmode, so that a clock of ours that is ahead skips nothing', () => {
    const facts = { watermark: '2026-11-23T06:00:00Z', serverTime: '2026-11-24T03:00:00Z' };

    expect(open(facts).end).toBe('2026-11-24T03:00:00Z');
    expect(open({ ...facts, scheduledTime: '2026-11-24T06:00:00Z' }).end).toBe('2026-11-24T03:00:00Z');
    expect(open({ ...facts, scheduledTime: '2026-11-24T02:00:00Z' }).end).toBe('2026-11-24T02:00:00Z');
    expect(open({ serverTime: '2026-11-24T03:00:00Z' })).toEqual({
      start: '2026-11-23T03:00:00Z',
      end: '2026-11-24T03:00:00Z',
    });
  });

  it('never ends behind the start of the execution, however long it was redriven after it', () => {
    expect(open({ watermark: '2026-11-23T06:00:00Z', serverTime: '2026-11-29T06:00:00Z' }).end).toBe(
      '2026-11-24T06:00:03Z',
    );
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
  it('is of whole seconds, leaves nothing out, and never ends in the future or before it starts', () => {
    const moment = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') });
    fc.assert(
      fc.property(
        fc.option(moment),
        fc.option(moment),
        moment,
        fc.option(moment),
        fc.nat(10_080),
        (watermark, scheduledTime, startedAt, serverTime, overlapMinutes) => {
          const { start, end } = openWindow({
            watermark,
            scheduledTime,
            startedAt,
            serverTime,
            overlapMinutes,
            firstWindowHours: 24,
          });

          expect(start % 1000).toBe(0);
          expect(end % 1000).toBe(0);
          expect(end).toBeLessThanOrEqual(Math.min(startedAt, serverTime ?? startedAt));
          expect(start).toBeLessThanOrEqual(end);
          // Nothing between the watermark and the end is left out.
          expect(start).toBeLessThanOrEqual(Math.min(watermark ?? start, end));
        },
      ),
    );
  });
});
