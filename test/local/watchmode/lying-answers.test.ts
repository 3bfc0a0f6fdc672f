import { afterEach, describe, expect, it } from '@jest/globals';
import { parseFaults } from '../../../local/watchmode/fault-spec.ts';
import { closeAll, get, settableClock, start } from './support/stand-in.ts';

afterEach(closeAll);

const NOON = Date.parse('2026-11-24T12:00:00Z');
const PATHS = ['/status', '/changes/new_titles', '/releases', '/title/9000001/details', '/nowhere'];
const HTML = 'text/html; charset=utf-8';

describe('maintenance', () => {
  it('answers everything with status 200 and HTML, from its start until its end, at no credit', async () => {
    const clock = settableClock(NOON);
    const watchmode = await start({ clock, faults: parseFaults('maintenance:2+20') });
    const types = async () =>
      Promise.all(
        PATHS.map(async (path) => {
          const { status, headers } = await get(watchmode, path);
          return `${status} ${headers.get('content-type')}`;
        }),
      );
    const json = 'application/json; charset=utf-8';
    const usual = [`200 ${json}`, `200 ${json}`, `200 ${json}`, `200 ${json}`, `404 ${json}`];
    expect(await types()).toEqual(usual);
    const { creditsUsed } = watchmode.usage();

    clock.set(NOON + 2_000);
    expect(await types()).toEqual(PATHS.map(() => `200 ${HTML}`));
    expect((await get(watchmode, '/status')).headers.has('x-account-quota')).toBe(false);
    expect(watchmode.usage().creditsUsed).toBe(creditsUsed);

    clock.set(NOON + 22_000);
    expect(await types()).toEqual(usual);
  });

  it('leaves the control surface alone, which says that Watchmode is down', async () => {
    const watchmode = await start({ faults: parseFaults('maintenance:0+60') });
    const fetchControl = async () => (await get({ ...watchmode, url: '' }, watchmode.controlUrl)).json();
    await get(watchmode, '/status');

    expect(await fetchControl()).toEqual({ faults: 'maintenance:0+60', down: true });
  });
});

describe('a maintenance page', () => {
  it('answers single requests, with or without a key, at no credit', async () => {
    const watchmode = await start({ faults: parseFaults('html:0.5'), seed: 3 });
    const types = await Promise.all(
      Array.from({ length: 40 }, async () => (await get(watchmode, '/status')).headers.get('content-type')),
    );

    expect(types.filter((type) => type === HTML).length).toBeGreaterThan(5);
    expect(types.filter((type) => type !== HTML).length).toBeGreaterThan(5);
    expect(watchmode.usage().creditsUsed).toBe(0);
  });
});

describe('a short page', () => {
  it('lacks its last titles, is paid for, and keeps its totals', async () => {
    const watchmode = await start({
      titles: 300,
      clock: settableClock(NOON),
      faults: parseFaults('short:1'),
    });
    const whole = await start({ titles: 300, clock: settableClock(NOON) });
    const path = '/changes/new_titles?page=1&limit=250';
    const short = (await (await get(watchmode, path)).json()) as { titles: number[] };
    const page = (await (await get(whole, path)).json()) as { titles: number[] };

    expect(page).toMatchObject({ total_results: 300, total_pages: 2 });
    expect(short).toEqual({ ...page, titles: page.titles.slice(0, short.titles.length) });
    expect(short.titles.length).toBeLessThan(250);
    expect(watchmode.usage().creditsUsed).toBe(1);
  });
});

describe('a refused title', () => {
  it.each([
    ['', 401],
    [':402', 402],
    [':403', 403],
    [':410', 410],
    [':451', 451],
  ])(
    'answers every attempt with its status (%j: %i), at no credit, while /status takes the key',
    async (text, status) => {
      const watchmode = await start({ faults: parseFaults(`refused:9000001${text}`) });
      const statusOf = async (path: string) => (await get(watchmode, path)).status;

      for (const path of ['/title/9000001/details', '/title/9000001/details', '/title/9000001/sources']) {
        expect(await statusOf(path)).toBe(status);
      }
      expect(await statusOf('/status')).toBe(200);
      expect(watchmode.usage().creditsUsed).toBe(0);
      expect(await statusOf('/title/9000008/details')).toBe(200);
    },
  );
});

describe('refused titles at a rate of 1', () => {
  it('are all there are, those that are unknown as well', async () => {
    const watchmode = await start({ faults: parseFaults('refused:1:403') });
    const statusOf = async (path: string) => (await get(watchmode, path)).status;

    expect(await statusOf('/title/9000001/details')).toBe(403);
    expect(await statusOf('/title/3173903/details')).toBe(403);
    expect(await statusOf('/title/tt0903747/details')).toBe(403);
    expect(await statusOf('/title/tt9999999/details')).toBe(404);
    expect(watchmode.usage().creditsUsed).toBe(0);
  });
});

describe('the date of a response', () => {
  it("is that of the stand-in's clock", async () => {
    const clock = settableClock(NOON);
    const watchmode = await start({ clock });
    const dateOf = async (path: string) => (await get(watchmode, path)).headers.get('date');

    expect(await dateOf('/status')).toBe('Tue, 24 Nov 2026 12:00:00 GMT');
    clock.set(NOON + 61_000);
    expect(await dateOf('/nowhere')).toBe('Tue, 24 Nov 2026 12:01:01 GMT');
  });
});
