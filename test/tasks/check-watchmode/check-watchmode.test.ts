import { describe, expect, it } from '@jest/globals';
import { findViolations } from '../../../events/validate.ts';
import { createCheckWatchmode } from '../../../tasks/check-watchmode/check-watchmode.ts';
import {
  WatchmodeQuotaExceeded,
  WatchmodeRateLimited,
  WatchmodeTitleNotFound,
  WatchmodeTitleRefused,
  WatchmodeUnauthorized,
  WatchmodeUnavailable,
  WatchmodeUnexpectedResponse,
} from '../../../tasks/shared/errors/watchmode-errors.ts';
import { fakeWatchmode, type FakeAnswers } from '../support/fake-watchmode.ts';
import { FakeClock, invocation, recordedTelemetry } from '../support/ports.ts';
import { titleDetails } from '../support/title.ts';

const REQUEST = 'GET /title/42/details';

function check(fetched: unknown, answers: FakeAnswers) {
  const clock = new FakeClock('2026-11-24T06:00:00Z');
  const watchmode = fakeWatchmode(answers);
  const { telemetry, lines } = recordedTelemetry(clock);
  const task = createCheckWatchmode({ watchmode, clock, telemetry, probeTitleId: 42 });
  return { result: task({ fetched }, invocation()), watchmode, lines };
}

const failing = (error: Error): FakeAnswers => ({
  details: () => {
    throw error;
  },
});

describe('check-watchmode', () => {
  it('requests the status, and the details of one title for a credit', async () => {
    const { result, watchmode } = check(0, { details: (titleId) => titleDetails(titleId) });

    expect(await result).toEqual({ checkedAt: '2026-11-24T06:00:00.000Z', creditsUsed: 1 });
    expect(findViolations('WatchmodeCheck', await result)).toEqual([]);
    expect(watchmode.calls).toEqual([
      ['status', null],
      ['details', 42],
    ]);
  });

  it('requests only the free status if some titles of the batch were fetched', async () => {
    const { result, watchmode } = check(3, {});

    expect(await result).toMatchObject({ creditsUsed: 0 });
    expect(watchmode.calls).toEqual([['status', null]]);
  });

  it('says what it found, and what it cost', async () => {
    const { result, lines } = check(0, { details: (titleId) => titleDetails(titleId) });
    await result;

    expect(lines).toMatchObject([{ level: 'INFO', fetched: 0, creditsUsed: 1 }]);
  });

  it('requires the number of fetched titles of the batch', async () => {
    await expect(check('none', {}).result).rejects.toMatchObject({
      name: 'InvalidInput',
      subject: 'CheckWatchmodeInput',
    });
  });

  it('accepts the response that the title does not exist', async () => {
    const { result } = check(0, failing(new WatchmodeTitleNotFound(REQUEST, 42)));

    expect(await result).toMatchObject({ creditsUsed: 0 });
  });

  it('accepts a response that breaks the schema', async () => {
    const problem = [{ pointer: '/title', problem: 'must be string' }];
    const { result } = check(
      0,
      failing(new WatchmodeUnexpectedResponse(REQUEST, 'breaks the schema', problem)),
    );

    expect(await result).toMatchObject({ creditsUsed: 1 });
  });

  it('does not accept a status such as 400', async () => {
    const odd = new WatchmodeUnexpectedResponse(REQUEST, 'Watchmode answers 400');

    await expect(check(0, failing(odd)).result).rejects.toMatchObject({
      name: 'Watchmode.Unavailable',
      cause: odd,
    });
  });

  it('reports that all titles are refused if this one is refused, too', async () => {
    const refusal = new WatchmodeTitleRefused(REQUEST, 42, 403, 'Not for you.');

    await expect(check(0, failing(refusal)).result).rejects.toMatchObject({
      name: 'Watchmode.Unauthorized',
      request: REQUEST,
      status: 403,
      message:
        "GET /title/42/details: Watchmode accepts the key for /status, but refuses titles' details " +
        '(403: Not for you.); check the key, then redrive',
      cause: refusal,
    });
  });

  it.each([
    new WatchmodeUnavailable(REQUEST, 'Watchmode answers 503', 503),
    new WatchmodeRateLimited(REQUEST, 30, 120),
    new WatchmodeUnauthorized(REQUEST, 401, ''),
    new WatchmodeQuotaExceeded(REQUEST, 'used up', { needed: null, left: 0 }),
  ])('fails as Watchmode fails: %s', async (error) => {
    await expect(check(0, failing(error)).result).rejects.toBe(error);
  });

  it('fails before it spends a credit when there is no status', async () => {
    const down = new WatchmodeUnavailable('GET /status', 'no answer (ECONNREFUSED)', null);
    const { result, watchmode } = check(0, { status: down });

    await expect(result).rejects.toBe(down);
    expect(watchmode.calls).toEqual([['status', null]]);
  });
});
