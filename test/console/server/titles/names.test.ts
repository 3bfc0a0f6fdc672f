import { describe, expect, it } from '@jest/globals';
import { ROUTES } from '../../../../console/server/routes.ts';
import type { NameTitles } from '../../../../console/server/titles/title-names.ts';
import { fakeContext } from '../support/fake-context.ts';

describe('the names of titles without a record', () => {
  const open = async (nameTitles: NameTitles | null) => {
    const { context } = await fakeContext([], { nameTitles });
    return (ids: string) =>
      ROUTES['GET /api/names']!({ context, query: new URLSearchParams({ ids }) } as never);
  };

  it('are those in catalogues, each looked up once', async () => {
    const asked: (readonly number[])[] = [];
    const names = await open((ids) => {
      asked.push(ids);
      return Promise.resolve(new Map([[12, 'Fleabag']]));
    });

    expect(await names('12,13')).toEqual({ names: { 12: 'Fleabag' } });
    expect(await names('13,12,14')).toEqual({ names: { 12: 'Fleabag' } });
    expect(asked).toEqual([[12, 13], [14]]);
  });

  it('are absent without catalogues', async () => {
    expect(await (await open(null))('12')).toEqual({ names: {} });
  });

  it('are looked up again after a failure, which the page hears of', async () => {
    let calls = 0;
    const names = await open(() => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('no such file')) : Promise.resolve(new Map([[12, 'Up']]));
    });

    await expect(names('12')).rejects.toThrow('no such file');
    expect(await names('12')).toEqual({ names: { 12: 'Up' } });
  });

  it.each(['x', '', '1,', '-1', '1.5', Array.from({ length: 1_001 }, (_, id) => id + 1).join(',')])(
    'refuse the IDs %.20s',
    async (ids) => {
      await expect((await open(null))(ids)).rejects.toThrow(/ids/);
    },
  );
});
