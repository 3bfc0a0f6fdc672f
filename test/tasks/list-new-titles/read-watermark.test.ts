import { describe, expect, it } from '@jest/globals';
import type { WatermarkItem } from '../../../events/types.ts';
import { readWatermark, type WatermarkPorts } from '../../../tasks/list-new-titles/read-watermark.ts';
import { memoryProgress, orUnavailable } from '../support/memory-progress.ts';
import { FakeClock, recordedTelemetry } from '../support/ports.ts';

const SERVER_TIME = '2026-11-24T06:00:00Z';
const AHEAD: WatermarkItem = {
  feed: 'new_titles',
  item: 'watermark',
  watermark: '2026-11-27T06:00:00Z',
  listedFrom: '2026-11-23T05:00:00Z',
  executionArn: 'arn:ahead',
};

function reading(
  item: WatermarkItem | null,
  changes: Partial<WatermarkPorts> = {},
  progress = memoryProgress(...(item === null ? [] : [item])),
) {
  const { telemetry, lines } = recordedTelemetry(new FakeClock(SERVER_TIME));
  const found = readWatermark('new_titles', {
    progress,
    telemetry,
    serverTime: Date.parse(SERVER_TIME),
    firstWindowHours: 24,
    writes: true,
    ...changes,
  });
  const watermark = async () => new Date((await found).watermark ?? Number.NaN).toISOString();
  return { found, watermark, lines, progress, stored: () => progress.item('new_titles', 'watermark') };
}

describe('the watermark of a feed', () => {
  it('is none before the first run', async () => {
    const { found, lines } = reading(null);

    expect(await found).toEqual({ watermark: null, corrected: null });
    expect(lines).toEqual([]);
  });

  it.each([
    ['lies in the past', '2026-11-23T06:00:00Z'],
    ['is the present of Watchmode', SERVER_TIME],
    ['is ahead by what the clocks of its servers may differ', '2026-11-24T06:05:00Z'],
  ])('is used unchanged if it %s', async (_, watermark) => {
    const { found, lines, progress } = reading({ ...AHEAD, watermark });

    expect(await found).toEqual({ watermark: Date.parse(watermark), corrected: null });
    expect(lines).toEqual([]);
    expect(progress.calls.map(({ operation }) => operation)).toEqual(['readWatermark']);
  });

  it("is used unchanged if Watchmode's time is unknown", async () => {
    const { found, stored } = reading(AHEAD, { serverTime: null });

    expect(await found).toEqual({ watermark: Date.parse(AHEAD.watermark), corrected: null });
    expect(stored()).toEqual(AHEAD);
  });

  it('of another feed is another one', async () => {
    expect((await reading({ ...AHEAD, feed: 'releases' }).found).watermark).toBeNull();
  });
});

describe("a watermark later than Watchmode's time", () => {
  it('is corrected to the start of its window, in the table as well, and reported', async () => {
    const { found, watermark, lines, stored } = reading(AHEAD);
    const corrected = { from: '2026-11-27T06:00:00Z', to: '2026-11-23T05:00:00Z' };

    expect(await watermark()).toBe('2026-11-23T05:00:00.000Z');
    expect((await found).corrected).toEqual(corrected);
    expect(stored()).toEqual({ ...AHEAD, watermark: corrected.to });
    expect(lines).toMatchObject([{ level: 'WARN', feed: 'new_titles', ...corrected, isStartKnown: true }]);
  });

  it('is corrected from the sixth minute on', async () => {
    const { found } = reading({ ...AHEAD, watermark: '2026-11-24T06:05:01Z' });

    expect((await found).corrected).toEqual({ from: '2026-11-24T06:05:01Z', to: '2026-11-23T05:00:00Z' });
  });

  it('is corrected to the start of its window when that is the current time', async () => {
    const { found, lines } = reading({ ...AHEAD, listedFrom: SERVER_TIME });

    expect((await found).corrected).toEqual({ from: AHEAD.watermark, to: SERVER_TIME });
    expect(lines).toMatchObject([{ isStartKnown: true }]);
  });

  it.each<[string, Partial<WatermarkItem>]>([
    ['is not known', {}],
    ['lies in the future, too', { listedFrom: '2026-11-24T06:00:01Z' }],
  ])('is put back by the length of a first window where the start of its window %s', async (_, start) => {
    const { feed, item, watermark } = AHEAD;
    const { found, lines, stored } = reading({ feed, item, watermark, ...start }, { firstWindowHours: 48 });

    expect(await found).toEqual({
      watermark: Date.parse('2026-11-22T06:00:00Z'),
      corrected: { from: '2026-11-27T06:00:00Z', to: '2026-11-22T06:00:00Z' },
    });
    expect(stored()).toMatchObject({ watermark: '2026-11-22T06:00:00Z' });
    expect(lines).toMatchObject([{ isStartKnown: false }]);
  });

  it('is corrected only for the run if the run must not write', async () => {
    const { watermark, found, progress, stored } = reading(AHEAD, { writes: false });

    expect(await watermark()).toBe('2026-11-23T05:00:00.000Z');
    expect((await found).corrected).not.toBeNull();
    expect(stored()).toEqual(AHEAD);
    expect(progress.calls.map(({ operation }) => operation)).toEqual(['readWatermark']);
  });

  it('is read again when another run has corrected it meanwhile', async () => {
    const progress = memoryProgress(AHEAD);
    const right = { ...AHEAD, watermark: '2026-11-24T05:00:00Z' };
    progress.beforeCall = ({ operation }) => {
      if (operation === 'put') progress.set(right);
      return undefined;
    };
    const { watermark, stored } = reading(AHEAD, {}, progress);

    expect(await watermark()).toBe('2026-11-24T05:00:00.000Z');
    expect(stored()).toEqual(right);
  });

  it('stays correct when the write succeeded and its answer was lost', async () => {
    for (const fault of ['answer lost', 'sent twice'] as const) {
      const progress = memoryProgress(AHEAD);
      const faults = [undefined, fault];
      progress.beforeCall = () => faults.shift();
      await orUnavailable(reading(AHEAD, {}, progress).found);
      const { watermark } = reading(AHEAD, {}, progress);

      expect(await watermark()).toBe('2026-11-23T05:00:00.000Z');
      expect(progress.item('new_titles', 'watermark')).toMatchObject({ watermark: '2026-11-23T05:00:00Z' });
    }
  });

  it('fails the run when the table does not answer', async () => {
    const progress = memoryProgress(AHEAD);
    progress.beforeCall = ({ operation }) => (operation === 'put' ? 'throttled' : undefined);

    await expect(reading(AHEAD, {}, progress).found).rejects.toMatchObject({ name: 'Progress.Unavailable' });
  });
});
