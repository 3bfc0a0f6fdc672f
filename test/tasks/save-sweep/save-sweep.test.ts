import { describe, expect, it } from '@jest/globals';
import type { SectionItem, SweepPageItem } from '../../../events/types.ts';
import { createSaveSweep } from '../../../tasks/save-sweep/save-sweep.ts';
import { memoryProgress } from '../support/memory-progress.ts';
import { FakeClock, invocation, recordedTelemetry } from '../support/ports.ts';

const LISTED_AT = '2026-11-25T05:00:09.412Z';

const head = (changes: Partial<SectionItem> = {}): SectionItem => ({
  feed: 'catalogue',
  item: 'section#GB:203',
  slot: 'a',
  executionArn: 'arn:yesterday',
  sweptAt: '2026-11-24T05:00:09.412Z',
  pages: 1,
  limit: 250,
  titles: 3,
  arrived: 0,
  missing: [],
  gaps: [],
  links: [],
  expiresAt: 1_798_000_000,
  ...changes,
});

const page = (slot: 'a' | 'b', titles: number[], changes: Partial<SweepPageItem> = {}): SweepPageItem => ({
  feed: 'catalogue',
  item: `page#GB:203#${slot}#0001`,
  executionArn: slot === 'a' ? 'arn:yesterday' : 'arn:today',
  page: 1,
  limit: 250,
  total: titles.length,
  isLast: true,
  titles,
  fetchedAt: slot === 'a' ? '2026-11-24T05:00:08.000Z' : '2026-11-25T05:00:08.000Z',
  expiresAt: slot === 'a' ? 1_798_000_000 : 1_798_086_400,
  ...changes,
});

function saving(...items: (SectionItem | SweepPageItem)[]) {
  const progress = memoryProgress(...items);
  const { telemetry, lines } = recordedTelemetry(new FakeClock(LISTED_AT));
  const task = createSaveSweep({ progress, telemetry });
  const save = (sections = ['GB:203']) =>
    task({ executionArn: 'arn:today', sections, listedAt: LISTED_AT }, invocation());
  return { progress, lines, save, section: () => progress.item('catalogue', 'section#GB:203') };
}

describe('a sweep whose titles are published', () => {
  it('is what the next one is compared with', async () => {
    const { save, section } = saving(head(), page('a', [1, 2, 3]), page('b', [1, 3, 4]));

    expect(await save()).toEqual({ saved: 1 });
    expect(section()).toEqual({
      ...head(),
      slot: 'b',
      executionArn: 'arn:today',
      sweptAt: LISTED_AT,
      titles: 3,
      arrived: 1,
      gone: [{ sweeps: 1, held: false, titleIds: [2] }],
      expiresAt: 1_798_086_400,
    });
  });

  it('is the first one of a section', async () => {
    const { save, section } = saving(page('a', [1, 2], { executionArn: 'arn:today' }));

    expect(await save()).toEqual({ saved: 1 });
    expect(section()).toMatchObject({ slot: 'a', executionArn: 'arn:today', titles: 2, arrived: 0 });
  });

  it('forgets a title that has left', async () => {
    const missing = [{ titleId: 2, sweeps: 1, seenGone: true, after: null, before: null }];
    const { save, section } = saving(head({ missing }), page('a', [1, 3]), page('b', [1, 3]));
    await save();

    expect(section()).toMatchObject({ missing: [] });
  });

  it('is saved once', async () => {
    const { save, section, progress } = saving(head(), page('a', [1]), page('b', [1, 4]));
    await save();
    const saved = section();
    const writes = () => progress.calls.filter(({ operation }) => operation === 'put').length;

    expect(await save()).toEqual({ saved: 1 });
    expect(section()).toEqual(saved);
    expect(writes()).toBe(1);
  });

  it('is saved although the answer of the table was lost', async () => {
    const { save, section, progress } = saving(head(), page('a', [1]), page('b', [1, 4]));
    progress.beforeCall = ({ operation }) => (operation === 'put' ? 'sent twice' : undefined);

    expect(await save()).toEqual({ saved: 1 });
    expect(section()).toMatchObject({ executionArn: 'arn:today', arrived: 1 });
  });

  it('expires with the first of its pages', async () => {
    const first = page('b', [1, 2], { isLast: false, total: 3, limit: 2, expiresAt: 1_798_000_100 });
    const second = page('b', [3], { item: 'page#GB:203#b#0002', page: 2, total: 3, limit: 2 });
    const { save, section } = saving(head(), page('a', [1]), first, second);
    await save();

    expect(section()).toMatchObject({ pages: 2, limit: 2, titles: 3, expiresAt: 1_798_000_100 });
  });
});

describe('nothing is saved', () => {
  const SECTION = head();
  const A = page('a', [1, 2, 3]);

  it.each<[string, (SectionItem | SweepPageItem)[]]>([
    ['of a sweep without pages', []],
    ['of a sweep that has not read its last page', [page('b', [1, 2], { isLast: false, total: 500 })]],
    ['of a sweep that lacks a page', [page('b', [9], { item: 'page#GB:203#b#0002', page: 2 })]],
    ['of a sweep whose pages another run has overwritten', [page('b', [1], { executionArn: 'arn:other' })]],
    [
      'of pages that are older than the last complete sweep',
      [page('b', [1], { fetchedAt: '2026-11-24T05:00:09.000Z' })],
    ],
  ])('%s', async (_, pages) => {
    const { save, section, lines } = saving(SECTION, A, ...pages);

    expect(await save()).toEqual({ saved: 0 });
    expect(section()).toEqual(SECTION);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'WARN', section: 'GB:203' }));
  });

  it('where a later run has swept the section', async () => {
    const later = head({ executionArn: 'arn:later', sweptAt: '2026-11-25T06:00:00.000Z' });
    const { save, section } = saving(later, A, page('b', [1]));

    expect(await save()).toEqual({ saved: 0 });
    expect(section()).toEqual(later);
  });

  it('while others change the section all the time', async () => {
    const { save, progress } = saving(head(), page('a', [1]), page('b', [1]));
    let changes = 0;
    progress.beforeCall = ({ operation }) => {
      if (operation === 'put') progress.set(head({ arrived: (changes += 1) }));
      return undefined;
    };

    await expect(save()).rejects.toMatchObject({ name: 'Progress.Unavailable' });
    expect(changes).toBe(5);
  });

  it('for an input without sections', async () => {
    const { telemetry } = recordedTelemetry(new FakeClock(LISTED_AT));
    const task = createSaveSweep({ progress: memoryProgress(), telemetry });

    await expect(
      task({ executionArn: 'arn:today', listedAt: LISTED_AT }, invocation()),
    ).rejects.toMatchObject({
      name: 'InvalidInput',
    });
  });
});
