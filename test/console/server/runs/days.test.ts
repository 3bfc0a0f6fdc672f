import { expect, it } from '@jest/globals';
import { ROUTES } from '../../../../console/server/routes.ts';
import type { DaysView } from '../../../../console/api/index.ts';
import type { ApiRequest } from '../../../../console/server/http/handler.ts';
import { historyOf } from '../../../cli/support/history.ts';
import { fakeContext, ON_AWS } from '../support/fake-context.ts';

const events = historyOf({ type: 'ExecutionStarted' });
const startedAt = (name: string, start: string) => ({
  name,
  events,
  description: { status: 'FAILED' as const, startDate: new Date(start), stopDate: new Date(start) },
});
const daysOf = async (request: Pick<ApiRequest, 'context'>) =>
  (await ROUTES['GET /api/days']?.(request as ApiRequest)) as DaysView;

it('sums up the runs of the last 30 days', async () => {
  const { context } = await fakeContext([
    startedAt('today', '2026-11-24T06:00:00Z'),
    startedAt('first', '2026-10-26T00:00:00Z'),
    startedAt('before', '2026-10-25T23:59:00Z'),
  ]);
  const { days, most } = await daysOf({ context });

  expect(most).toBeNull();
  expect(days).toHaveLength(30);
  expect(days.filter(({ runs }) => runs > 0)).toMatchObject([
    { day: '2026-10-26', runs: 1, failed: 1 },
    { day: '2026-11-24', runs: 1, failed: 1 },
  ]);
});

it('leaves out the days on AWS whose runs were not all read', async () => {
  const many = Array.from({ length: 200 }, (_, index) => startedAt(`run-${index}`, '2026-11-23T06:00:00Z'));
  const { context } = await fakeContext([...many, startedAt('before', '2026-11-22T06:00:00Z')], ON_AWS);

  expect(await daysOf({ context })).toMatchObject({ days: [{ day: '2026-11-24', runs: 0 }], most: 200 });
});
