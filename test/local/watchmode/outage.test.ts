import { afterEach, describe, expect, it } from '@jest/globals';
import { parseFaults } from '../../../local/watchmode/fault-spec.ts';
import { closeAll, get, settableClock, start } from './support/stand-in.ts';

afterEach(closeAll);

const NOON = Date.parse('2026-11-24T12:00:00Z');
const PATHS = ['/status', '/changes/new_titles', '/releases', '/title/9000001/details', '/nowhere'];

describe('an outage', () => {
  it('takes everything down, from its start after the first request until its end, at no credit', async () => {
    const clock = settableClock(NOON);
    const watchmode = await start({ clock, faults: parseFaults('outage:2+20') });
    const statuses = async () => Promise.all(PATHS.map(async (path) => (await get(watchmode, path)).status));
    clock.set(NOON + 60_000);
    expect(await statuses()).toEqual([200, 200, 200, 200, 404]);
    const { creditsUsed } = watchmode.usage();

    clock.set(NOON + 62_000);
    expect(await statuses()).toEqual([503, 503, 503, 503, 503]);
    expect(watchmode.usage().creditsUsed).toBe(creditsUsed);
    clock.set(NOON + 82_000);
    expect(await statuses()).toEqual([200, 200, 200, 200, 404]);
  });

  it('may begin with the first request, and says nothing of the account', async () => {
    const watchmode = await start({ faults: parseFaults('outage:0+60') });
    const answer = await get(watchmode, '/status');

    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({
      success: false,
      statusCode: 503,
      statusMessage: 'Service temporarily unavailable (a fault of the stand-in).',
    });
    expect(answer.headers.has('x-account-quota')).toBe(false);
  });
});

describe('a broken title', () => {
  it('answers 500 to every attempt, details and sources, at no credit, and the others answer', async () => {
    const watchmode = await start({ faults: parseFaults('broken:9000001+9000008') });
    const statusOf = async (path: string) => (await get(watchmode, path)).status;

    for (const path of ['/title/9000001/details', '/title/9000001/details', '/title/9000008/sources']) {
      expect(await statusOf(path)).toBe(500);
    }
    expect(watchmode.usage().creditsUsed).toBe(0);
    expect(await statusOf('/title/9000015/details')).toBe(200);
  });
});
