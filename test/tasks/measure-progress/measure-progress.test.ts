import { describe, expect, it } from '@jest/globals';
import type { Feed, ProgressItem } from '../../../events/types.ts';
import { createMeasureProgress } from '../../../tasks/measure-progress/measure-progress.ts';
import { memoryProgress } from '../support/memory-progress.ts';
import { FakeClock, invocation, recordedTelemetry } from '../support/ports.ts';

const watermarkOf = (watermark: string, feed: Feed = 'new_titles'): ProgressItem => ({
  feed,
  item: 'watermark',
  watermark,
});

function measuring(progress = memoryProgress(), feeds: readonly Feed[] = ['new_titles']) {
  const clock = new FakeClock('2026-11-24T06:00:00.400Z');
  const { telemetry, lines } = recordedTelemetry(clock);
  const measure = createMeasureProgress({ progress, clock, telemetry, feeds });
  return { measured: measure({ anything: true }, invocation()), lines };
}

describe('the lag of the watermark', () => {
  it.each([
    ['2026-11-24T05:59:00Z', 60],
    ['2026-11-20T06:00:00Z', 4 * 86_400],
    ['2026-11-24T06:00:00Z', 0],
    // A clock of ours is behind, or was ahead.
    ['2026-11-24T09:00:00Z', 0],
  ])('behind %s is %s seconds', async (watermark, seconds) => {
    const others = watermarkOf('2020-01-01T00:00:00Z', 'releases');
    const { measured, lines } = measuring(memoryProgress(watermarkOf(watermark), others));

    expect(await measured).toBeNull();
    expect(lines).toMatchObject([{ WatermarkLag: seconds, feed: 'new_titles', watermark }]);
    expect(lines[0]).toMatchObject({
      _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: 'WatermarkLag', Unit: 'Seconds' }] }] },
    });
  });

  it('is not measured where nothing was ingested yet', async () => {
    const { measured, lines } = measuring();

    expect(await measured).toBeNull();
    expect(lines).toEqual([]);
  });

  it('is measured of each scheduled feed, and that of sweeps has a metric of its own', async () => {
    const progress = memoryProgress(
      watermarkOf('2026-11-24T05:59:00Z', 'releases'),
      watermarkOf('2026-11-23T06:00:00Z', 'catalogue'),
      watermarkOf('2020-01-01T00:00:00Z'),
    );
    const { measured, lines } = measuring(progress, ['releases', 'catalogue']);
    await measured;

    expect(lines).toMatchObject([
      { WatermarkLag: 60, feed: 'releases', watermark: '2026-11-24T05:59:00Z' },
      { SweepLag: 86_400, feed: 'catalogue', watermark: '2026-11-23T06:00:00Z' },
    ]);
    expect(lines[0]).not.toHaveProperty('SweepLag');
    expect(lines[1]).not.toHaveProperty('WatermarkLag');
  });

  it('of one feed is measured if the item of another cannot be read', async () => {
    const progress = memoryProgress(watermarkOf('2026-11-23T06:00:00Z', 'catalogue'));
    progress.beforeCall = () => {
      progress.beforeCall = () => undefined;
      return 'refused';
    };
    const { measured, lines } = measuring(progress, ['releases', 'catalogue']);

    await expect(measured).rejects.toMatchObject({ name: 'Progress.Unavailable' });
    expect(lines).toMatchObject([{ SweepLag: 86_400 }]);
  });

  it('fails as the table fails', async () => {
    const progress = memoryProgress(watermarkOf('2026-11-24T05:59:00Z'));
    progress.beforeCall = () => 'refused';

    await expect(measuring(progress).measured).rejects.toMatchObject({ name: 'Progress.Unavailable' });
  });
});
