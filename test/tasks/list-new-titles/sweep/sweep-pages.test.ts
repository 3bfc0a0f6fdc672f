import { describe, expect, it } from '@jest/globals';
import { findViolations } from '../../../../events/validate.ts';
import { WatchmodeUnavailable } from '../../../../tasks/shared/errors/watchmode-errors.ts';
import { arnOf, IPLAYER, NETFLIX, REFERENCE, SweepingWorld, upTo } from './support/sweeping.ts';

describe('an execution that stops and goes on', () => {
  it('buys no page twice, and counts those of its earlier attempts', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(8), [IPLAYER]: [1] });
    const input = { services: ['Netflix', 'BBC iPlayer'] };
    world.meddle = ({ page, sourceId }, answer) =>
      page === 3 && sourceId === 203 ? new WatchmodeUnavailable('GET', 'down', 503) : answer();
    // Pages that were bought are kept, so the outage itself is what the state machine waits out.
    await expect(world.list(input)).rejects.toMatchObject({ name: 'Watchmode.Unavailable' });
    world.meddle = (_, answer) => answer();
    world.requests.length = 0;
    const { run } = await world.list(input);

    expect(world.requests.map(({ sourceId, page }) => [sourceId, page])).toEqual([[203, 3]]);
    expect(run).toMatchObject({ creditsUsed: 4, sweep: { pages: 4, titles: 9 } });
  });

  it('leaves pages of others alone', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(4) });
    await world.list({}, 'other');
    world.requests.length = 0;
    const { run } = await world.list({}, 'own');

    expect(world.requests).toHaveLength(2);
    expect(run).toMatchObject({ creditsUsed: 2, sweep: { pages: 2 } });
  });

  it('leaves its own pages from before the last complete sweep', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(4) });
    await world.sweep('first');
    world.meddle = ({ page }, answer) =>
      page === 2 ? new WatchmodeUnavailable('GET', 'down', 503) : answer();
    await expect(world.list({}, 'stopped')).rejects.toThrow();
    world.meddle = (_, answer) => answer();
    await world.clock.sleep(1_000);
    await world.sweep('second');
    await world.sweep('third');
    world.requests.length = 0;
    await world.list({}, 'stopped');

    expect(world.requests).toHaveLength(2);
  });

  it('writes a page again that it has paid for', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(4) });
    let faults = 2;
    world.progress.beforeCall = ({ operation, item = '' }) =>
      operation === 'put' && item.startsWith('page#') && (faults -= 1) >= 0 ? 'throttled' : undefined;
    const { run } = await world.list();

    expect(run).toMatchObject({ creditsUsed: 2 });
    expect(world.requests).toHaveLength(2);
  });

  it.each(['answer lost', 'sent twice'] as const)('goes on after a write with its %s', async (fault) => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(4) });
    let faults = 1;
    world.progress.beforeCall = ({ operation, item = '' }) =>
      operation === 'put' && item.startsWith('page#') && (faults -= 1) >= 0 ? fault : undefined;

    expect((await world.list()).run).toMatchObject({ creditsUsed: 2, sweep: { titles: 4 } });
    expect(world.requests).toHaveLength(2);
  });

  it('fails while another execution writes its pages', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(4) });
    world.meddle = (_, answer) => {
      const page = { page: 1, limit: 3, total: 4, isLast: false, titles: [1, 2, 3] };
      const key = { feed: 'catalogue', item: 'page#GB:203#a#0001' } as const;
      world.progress.set({
        ...key,
        ...page,
        executionArn: arnOf('zombie'),
        fetchedAt: '2026-11-24T05:00:00Z',
      });
      return answer();
    };

    await expect(world.list()).rejects.toMatchObject({ name: 'Progress.Unavailable' });
  });
});

describe('an execution after one that failed', () => {
  /** A section of 13 titles on three pages, of which an execution has bought two before it failed. */
  async function stopped(): Promise<SweepingWorld> {
    const world = new SweepingWorld({ [NETFLIX]: upTo(12) }, REFERENCE, 5);
    await world.sweep('first');
    await world.sweep('second');
    world.catalogue[NETFLIX] = [13, ...upTo(12)];
    world.meddle = ({ page }, answer) =>
      page === 3 ? new WatchmodeUnavailable('GET', 'down', 503) : answer();
    await expect(world.list({}, 'failed')).rejects.toThrow('down');
    world.failed.add(arnOf('failed'));
    world.meddle = (_, answer) => answer();
    world.requests.length = 0;
    return world;
  }
  const requested = ({ requests }: SweepingWorld) => requests.map(({ page }) => page);

  it('takes over its pages, and counts only those that it has paid for', async () => {
    const world = await stopped();
    const listing = await world.list({}, 'next');

    expect(requested(world)).toEqual([3]);
    expect(listing.items).toEqual([{ titleId: 13, on: [NETFLIX] }]);
    expect(listing.run).toMatchObject({ creditsUsed: 1, sweep: { pages: 1, titles: 13 } });
    expect(world.progress.items().flatMap((item) => findViolations('ProgressItem', item))).toEqual([]);
    // Another attempt has them still, and so has the sweep after this one.
    expect((await world.list({}, 'next')).run).toMatchObject({ creditsUsed: 1, sweep: { pages: 1 } });
    await world.save(listing, 'next');
    expect((await world.list({}, 'later')).run.sweep).toMatchObject({ arrived: 0, baselines: 0, titles: 13 });
  });

  it('takes over all of them if they were too dear to go on with', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(8) });
    const baseline = { publishBaseline: true };
    await expect(world.list({ ...baseline, maxCredits: 18 }, 'failed')).rejects.toThrow('need 19 credits');
    world.failed.add(arnOf('failed'));

    const { run } = await world.list({ ...baseline, maxCredits: 18 }, 'next');
    expect(run).toMatchObject({ creditsUsed: 2, discovered: 8 });
  });

  it.each<[string, (world: SweepingWorld) => void]>([
    ['has not failed', ({ failed }) => failed.clear()],
    ['has bought them more than six hours ago', ({ clock }) => clock.advance(6 * 3_600_000 + 1)],
  ])('buys them itself if that one %s', async (_, change) => {
    const world = await stopped();
    change(world);

    expect((await world.list({}, 'next')).run).toMatchObject({ creditsUsed: 3 });
    expect(requested(world)).toEqual([1, 2, 3]);
  });

  it('buys them itself if a sweep was complete since then', async () => {
    const world = await stopped();
    await world.clock.sleep(1);
    world.failed.clear();
    await world.sweep('third');
    await world.sweep('fourth');
    world.failed.add(arnOf('third'));
    world.requests.length = 0;

    await world.list({}, 'fifth');
    expect(requested(world)[0]).toBe(1);
  });

  it('leaves them alone as a plan, which has no claim', async () => {
    const world = await stopped();
    const before = world.progress.items();
    await world.list({ plan: true }, 'plan');

    expect(world.progress.items()).toEqual(before);
  });

  it('leaves its pages to that one after a redrive, if it has failed too', async () => {
    const world = await stopped();
    await world.list({}, 'next');
    world.failed.add(arnOf('next'));
    world.requests.length = 0;

    expect((await world.list({}, 'failed')).run).toMatchObject({ creditsUsed: 0, sweep: { titles: 13 } });
  });
});

describe('a page of Watchmode', () => {
  it('that is short is requested again, and paid for', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(7) });
    let short = 2;
    world.meddle = ({ page }, answer) => {
      const whole = answer();
      return page === 2 && (short -= 1) >= 0 ? { ...whole, titles: whole.titles.slice(1) } : whole;
    };
    const { run } = await world.list();

    expect(run).toMatchObject({ creditsUsed: 5, sweep: { pages: 5, titles: 7 } });
  });

  it('that stays short ends the listing, and its costs are known to the next attempt', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(7) });
    world.meddle = ({ page }, answer) => {
      const whole = answer();
      return page === 2 ? { ...whole, titles: whole.titles.slice(1) } : whole;
    };
    await expect(world.list()).rejects.toMatchObject({ name: 'Watchmode.ListingInterrupted', pagesPaid: 5 });
    world.meddle = (_, answer) => answer();

    expect((await world.list()).run).toMatchObject({ creditsUsed: 7, sweep: { pages: 7, titles: 7 } });
  });

  it('has fewer titles than requested on a plan with smaller pages', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(7) });
    world.meddle = ({ page, limit }) => {
      const size = Math.min(limit, 2);
      const titles = upTo(7).slice((page - 1) * size, page * size);
      return {
        titles: titles.map((id) => ({ id })),
        page,
        total_results: 7,
        total_pages: Math.ceil(7 / size),
      };
    };
    const { run } = await world.list();

    expect(run.sweep).toMatchObject({ pages: 4, titles: 7 });
    expect(world.requests.map(({ page, limit }) => [page, limit])).toEqual([
      [1, 3],
      [2, 2],
      [3, 2],
      [4, 2],
    ]);
  });

  it('behind the end of a section that became shorter has the last one read again', async () => {
    const world = new SweepingWorld({ [NETFLIX]: upTo(7) });
    world.meddle = ({ page }, answer) => {
      if (page === 3) world.catalogue[NETFLIX] = [1, 4, 5, 6, 7];
      return answer();
    };
    const { run } = await world.list();

    expect(world.requests.map(({ page }) => page)).toEqual([1, 2, 3, 2]);
    expect(run.sweep).toMatchObject({ titles: 7, pages: 4 });
  });

  it('that never is the last one ends the listing', async () => {
    const world = new SweepingWorld({ [NETFLIX]: [] });
    world.meddle = ({ page, limit }) => ({
      titles: upTo(limit).map((id) => ({ id: page * 10 + id })),
      page,
      total_results: Math.min(page + 1, 6) * limit,
      total_pages: page + 1,
    });

    await expect(world.list()).rejects.toMatchObject({
      name: 'Watchmode.ListingInterrupted',
      message: expect.stringContaining('the section changed too much to read it to its end'),
    });
  });
});
