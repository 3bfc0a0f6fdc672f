import { DescribeTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  checkClaims,
  checkTable,
  checkTakenOver,
  judgeRejected,
  judgeWaiting,
  judgeWatermark,
} from '../../../../cli/commands/doctor/progress-checks.ts';
import { checkItems } from '../../../../cli/commands/doctor/read-progress.ts';
import type { NamedFeed } from '../../../../operate/feeds/read-feed.ts';
import type { DeferredItem, Feed } from '../../../../events/types.ts';
import { createProgressTable } from '../../../../tasks/shared/progress/dynamodb-progress.ts';
import { awsError } from '../../support/deployed-stacks.ts';
import { deferredTitle, FakeProgress, TABLE } from '../../support/fake-progress.ts';
import { executionArnOf, FakeStepFunctions } from '../../support/fake-step-functions.ts';

const HOUR_MS = 3_600_000;
const now = Date.parse('2026-11-24T10:00:00Z');
const hoursAgo = (hours: number) => new Date(now - hours * HOUR_MS).toISOString();
const second = (hours: number) => hoursAgo(hours).replace('.000', '');

const table = new FakeProgress();
const service = new FakeStepFunctions();
const ssm = mockClient(SSMClient);
const region = { region: 'eu-west-2' };
beforeEach(() => {
  table.reset();
  service.reset();
  ssm.reset();
});

const feedWith = (...deferred: DeferredItem[]): NamedFeed => ({
  ...{ feed: 'new_titles', watermark: null, claim: null, deferred },
});
const claimed = (name: string, feed: Feed = 'new_titles'): NamedFeed => ({
  ...feedWith(),
  feed,
  claim: { feed, item: 'claim', executionArn: executionArnOf(name), claimedAt: hoursAgo(1) },
});
const ingested = (hours: number): NamedFeed => ({
  ...feedWith(),
  watermark: { feed: 'new_titles', item: 'watermark', watermark: second(hours) },
});

describe('the check of the progress table', () => {
  const check = () => checkTable(new DynamoDBClient(region), TABLE, 'npm run aws:deploy');

  it.each([
    ['ACTIVE', 'ok'],
    ['UPDATING', 'ok'],
    ['DELETING', 'failed'],
  ] as const)('takes a table that is %s for %s', async (TableStatus, verdict) => {
    table.mock.on(DescribeTableCommand).resolves({ Table: { TableStatus } });
    expect(await check()).toMatchObject({ verdict, detail: `TvGuideProgress is ${TableStatus}` });
  });

  it('says how a missing table comes about, and passes on what else goes wrong', async () => {
    table.mock.on(DescribeTableCommand).rejects(awsError('ResourceNotFoundException'));
    expect(await check()).toEqual({
      verdict: 'failed',
      detail: 'there is no table TvGuideProgress',
      remedy: 'npm run aws:deploy',
    });

    table.mock.on(DescribeTableCommand).rejects(awsError('AccessDeniedException'));
    await expect(check()).rejects.toThrow('AccessDeniedException');
  });
});

describe('the check of the items', () => {
  const check = async () => {
    let taken: readonly NamedFeed[] = [];
    const finding = await checkItems(createProgressTable(new DynamoDBClient(region), TABLE), now, (feeds) => {
      taken = feeds;
    });
    return { finding, taken };
  };

  it('counts them, and passes on their content', async () => {
    table.put(
      { feed: 'releases', item: 'watermark', watermark: second(4) },
      deferredTitle('new_titles', 5),
      deferredTitle('new_titles', 6, { status: 'rejected', expiresAt: now / 1_000 }),
    );

    const { finding, taken } = await check();

    expect(finding).toEqual({ verdict: 'ok', detail: '2 items, each as its contract says' });
    expect(taken.find(({ feed }) => feed === 'releases')?.watermark?.watermark).toBe(second(4));
    expect(taken.find(({ feed }) => feed === 'new_titles')?.deferred).toEqual([
      deferredTitle('new_titles', 5),
    ]);
  });

  it('names an item that breaks its contract, with a remedy, and passes on the others', async () => {
    table.put(
      { feed: 'new_titles', item: 'watermark', watermark: 'yesterday' },
      { feed: 'new_titles', item: 'deferred#5', titleId: 5 },
      { feed: 'new_titles', item: 'claim', executionArn: 'arn', claimedAt: hoursAgo(1) },
    );

    const { finding, taken } = await check();

    expect(finding).toEqual({
      verdict: 'failed',
      detail: expect.stringMatching(
        /^the item "new_titles watermark" of the table TvGuideProgress .*\(and 1 more\)$/,
      ),
      remedy:
        'Correct it, or delete it with `aws dynamodb delete-item --table-name TvGuideProgress --key \'{"feed":{"S":"new_titles"},"item":{"S":"watermark"}}\'`, then redrive',
    });
    expect(taken.find(({ feed }) => feed === 'new_titles')?.claim?.executionArn).toBe('arn');
  });

  it("passes on AWS's own error", async () => {
    table.mock.on(GetItemCommand).rejects(awsError('AccessDeniedException'));
    await expect(check()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('the verdict on the watermark', () => {
  it.each([
    [4, 'ok', 'new_titles has been ingested up to 2026-11-24 06:00:00Z, 4 h 00 min ago'],
    [27, 'warning', 'new_titles has been ingested up to 2026-11-23 07:00:00Z, 27 h 00 min ago'],
    [-0.05, 'ok', 'new_titles has been ingested up to 2026-11-24 10:03:00Z, 0 ms ago'],
    [
      -72,
      'warning',
      'new_titles has been ingested up to 2026-11-27 10:00:00Z, which is 72 h 00 min in the future',
    ],
  ])('of %d h ago is %s', (hours, verdict, detail) => {
    expect(judgeWatermark(ingested(hours), now)).toMatchObject({ verdict, detail });
  });

  it('is a warning while there is none', () => {
    expect(judgeWatermark(feedWith(), now)).toMatchObject({ verdict: 'warning' });
  });
});

describe('the check of the claims', () => {
  const check = (...feeds: NamedFeed[]) => checkClaims(new SFNClient(region), feeds);

  it('names the holders, with their status', async () => {
    service.add(
      { name: 'nightly', description: { status: 'RUNNING' } },
      { name: 'weekly', description: { status: 'SUCCEEDED' } },
    );

    expect(await check(claimed('nightly'), claimed('weekly', 'releases'), feedWith())).toEqual({
      verdict: 'ok',
      detail: 'new_titles: nightly is at work; releases: weekly had it last, and is SUCCEEDED',
    });
  });

  it('warns of a holder that has failed or was interrupted', async () => {
    service.add({ name: 'nightly', description: { status: 'FAILED' } });
    expect(await check(claimed('nightly'))).toMatchObject({
      verdict: 'warning',
      detail: 'new_titles: nightly had it last, and is FAILED',
      remedy: expect.stringContaining('tvguide redrive nightly'),
    });

    service.add({ name: 'nightly', description: { status: 'RUNNING', redriveStatus: 'REDRIVABLE' } });
    expect(await check(claimed('nightly'))).toMatchObject({ verdict: 'warning' });
  });

  it('accepts a holder that Step Functions has deleted', async () => {
    expect(await check(claimed('nightly'))).toMatchObject({ verdict: 'ok' });
    expect(await check(feedWith())).toMatchObject({ verdict: 'ok' });
  });
});

describe('the verdict on deferred titles', () => {
  const waits = (titleId: number, hours: number) =>
    deferredTitle('new_titles', titleId, { since: hoursAgo(hours) });
  const givenUp = (titleId: number, hours: number, status: DeferredItem['status'] = 'rejected') =>
    deferredTitle('new_titles', titleId, { status, deferredAt: hoursAgo(hours) });

  it.each([
    ['ok', [], 'none'],
    ['ok', [waits(1, 1), waits(2, 24)], '2 titles wait for the next run, the longest for 24 h 00 min'],
    ['warning', [waits(1, 25), waits(2, 1)], '2 titles wait for the next run, the longest for 25 h 00 min'],
    ['ok', [givenUp(1, 25)], 'none'],
  ])('that wait is %s', (verdict, titles, detail) => {
    expect(judgeWaiting([feedWith(...titles)], now)).toMatchObject({ verdict, detail });
  });

  it.each([
    ['ok', [waits(1, 1)], 'none'],
    ['warning', [givenUp(1, 24), givenUp(2, 2_000)], '2 titles were given up'],
    ['ok', [givenUp(2, 200)], '1 title was given up, none of them in the last week'],
    ['ok', [givenUp(3, 1, 'unknown')], 'none'],
  ])('that were given up is %s', (verdict, titles, detail) => {
    expect(judgeRejected([feedWith(...titles)], now)).toMatchObject({ verdict, detail });
  });
});

describe('the check of an earlier release', () => {
  const check = (...feeds: NamedFeed[]) =>
    checkTakenOver(new SSMClient(region), '/tv-guide/prod/watermarks', feeds, 'npm run aws:deploy');
  const keep = (...feeds: Feed[]) =>
    ssm.on(GetParametersCommand).resolves({
      Parameters: feeds.map((feed) => ({ Name: `/tv-guide/prod/watermarks/${feed}`, Value: '{}' })),
    });

  it('is content without parameters, and when the table has what they say', async () => {
    keep();
    expect(await check(feedWith())).toEqual({ verdict: 'ok', detail: 'no parameters' });

    const Value = '{"watermark":null,"deferred":[]}';
    ssm
      .on(GetParametersCommand)
      .resolves({ Parameters: [{ Name: '/tv-guide/prod/watermarks/releases', Value }] });
    expect(await check(feedWith())).toEqual({ verdict: 'ok', detail: 'no parameters' });

    keep('new_titles');
    expect(await check(ingested(4))).toEqual({ verdict: 'ok', detail: '1 parameter taken over' });
  });

  it('warns of one that was not taken over', async () => {
    keep('new_titles', 'releases');

    expect(await check(ingested(4))).toEqual({
      verdict: 'warning',
      detail:
        '/tv-guide/prod/watermarks/releases of an earlier release was not taken over into the progress table',
      remedy: 'npm run aws:deploy takes over what no run has replaced; delete a parameter that is not wanted',
    });
  });
});
