import { describe, expect, it } from '@jest/globals';
import type { DeferredItem, ProgressItem, WatermarkItem } from '../../../events/types.ts';
import { findViolations } from '../../../events/validate.ts';
import type { FeedParameter } from '../../../tasks/shared/progress/take-over.ts';
import { createTakeOverProgress } from '../../../tasks/take-over-progress/take-over-progress.ts';
import { memoryProgress, orUnavailable, type MemoryProgress } from '../support/memory-progress.ts';
import { FakeClock, invocation, recordedTelemetry } from '../support/ports.ts';

const TEXT = '{"watermark":"2026-11-23T06:00:00Z","deferred":["3173903 1795413603 2 U","7 1795327203 6 X"]}';
const PARAMETER: FeedParameter = { feed: 'new_titles', text: TEXT };
const WATERMARK: WatermarkItem = { feed: 'new_titles', item: 'watermark', watermark: '2026-11-23T06:00:00Z' };
const deferred = (titleId: number, since: string, runs: number, error: string): DeferredItem => ({
  feed: 'new_titles',
  item: `deferred#${titleId}`,
  titleId,
  status: 'waiting',
  since,
  runs,
  error,
});
const DEFERRED = [
  deferred(3_173_903, '2026-11-23T06:00:03.000Z', 2, 'Watchmode.Unavailable'),
  deferred(7, '2026-11-22T06:00:03.000Z', 6, 'Watchmode.UnexpectedResponse'),
];

function takingOver(progress: MemoryProgress, ...parameters: FeedParameter[]) {
  const { telemetry, lines } = recordedTelemetry(new FakeClock('2026-11-24T06:00:00Z'));
  const task = createTakeOverProgress({
    readParameters: () => Promise.resolve(parameters.length === 0 ? [PARAMETER] : parameters),
    progress,
    telemetry,
  });
  return { taken: task({}, invocation()), lines };
}

describe('the progress in a parameter of an earlier release', () => {
  it('is imported as valid items, and reported', async () => {
    const progress = memoryProgress();
    const { taken, lines } = takingOver(progress);
    const said = { feed: 'new_titles', watermark: '2026-11-23T06:00:00Z', deferred: 2 };

    expect(await taken).toEqual([said]);
    expect(progress.items()).toEqual([...DEFERRED, WATERMARK]);
    expect(progress.items().flatMap((item) => findViolations('ProgressItem', item))).toEqual([]);
    expect(lines).toMatchObject([{ level: 'WARN', ...said }]);
  });

  it('is taken over feed by feed', async () => {
    const progress = memoryProgress(WATERMARK);
    const releases: FeedParameter = { feed: 'releases', text: '{"watermark":null,"deferred":[]}' };

    expect(await takingOver(progress, PARAMETER, releases).taken).toEqual([
      { feed: 'releases', watermark: null, deferred: 0 },
    ]);
    expect(progress.items()).toEqual([WATERMARK]);
  });

  it.each<[string, ProgressItem]>([
    ['has ended', { ...WATERMARK, watermark: '2026-11-24T06:00:00Z' }],
    [
      'is at work',
      { feed: 'new_titles', item: 'claim', executionArn: 'arn:a', claimedAt: '2026-11-24T06:00:00Z' },
    ],
  ])('is left where a run that uses the table %s', async (_, item) => {
    const progress = memoryProgress(item);

    expect(await takingOver(progress).taken).toEqual([]);
    expect(progress.items()).toEqual([item]);
  });

  it('is imported once and completely if the function is repeated after faults', async () => {
    const writes = DEFERRED.length + 1;
    for (let failing = 0; failing < writes; failing += 1) {
      for (const fault of ['throttled', 'answer lost', 'sent twice'] as const) {
        const progress = memoryProgress();
        let write = 0;
        progress.beforeCall = ({ operation }) => {
          if (operation !== 'put') return undefined;
          write += 1;
          return write === failing + 1 ? fault : undefined;
        };
        await orUnavailable(takingOver(progress).taken);
        await takingOver(progress).taken;

        expect(progress.items()).toEqual([...DEFERRED, WATERMARK]);
      }
    }
  });

  it.each([
    ['C', 'Lambda.Unknown'],
    ['R', 'Watchmode.RateLimited'],
    ['T', 'States.Timeout'],
    ['U', 'Watchmode.Unavailable'],
    ['X', 'Watchmode.UnexpectedResponse'],
  ])('has %s for the error %s', async (letter, error) => {
    const progress = memoryProgress();
    const text = `{"watermark":null,"deferred":["7 1795413603 99 ${letter}"]}`;
    await takingOver(progress, { feed: 'new_titles', text }).taken;

    expect(progress.items()).toEqual([deferred(7, '2026-11-23T06:00:03.000Z', 99, error)]);
  });

  it.each([
    'six',
    'null',
    '{}',
    '{"watermark":"yesterday","deferred":[]}',
    '{"watermark":null,"deferred":{}}',
    '{"watermark":null,"deferred":["7 1795413603 1"]}',
    '{"watermark":null,"deferred":["7 1795413603 1 Z"]}',
    '{"watermark":null,"deferred":["7 1795413603 1 U","0 1795413603 1 U"]}',
  ])('is refused, and nothing taken over, where it is corrupt: %s', async (text) => {
    const progress = memoryProgress();
    const { taken } = takingOver(progress, { feed: 'new_titles', text });

    await expect(taken).rejects.toMatchObject({ name: 'FeedParameterCorrupt', feed: 'new_titles' });
    expect(progress.items()).toEqual([]);
  });
});
