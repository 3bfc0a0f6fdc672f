import { describe, expect, it } from '@jest/globals';
import type { Feed } from '../../../events/types.ts';
import type { InvalidInput } from '../../../tasks/shared/errors/input-errors.ts';
import { readRequest } from '../../../tasks/list-new-titles/request.ts';
import { deepFreeze } from '../support/ports.ts';

const STARTED_AT = '2026-11-24T06:00:00Z';
const event = (executionInput: unknown) => ({
  executionInput,
  executionArn: 'arn:b',
  startedAt: STARTED_AT,
});

function refusalOf(executionInput: unknown, defaultFeed: Feed): unknown {
  try {
    readRequest(event(executionInput), defaultFeed);
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Returns the pointers and problems of a refused execution input. */
function violationsOf(executionInput: unknown, defaultFeed: Feed = 'new_titles') {
  const refusal = refusalOf(executionInput, defaultFeed);
  if (refusal === undefined) return [];
  expect(refusal).toMatchObject({ name: 'InvalidInput' });
  return (refusal as InvalidInput).violations.map(({ pointer, problem }) => [pointer, problem]);
}

describe('a run request', () => {
  it('has the execution input, the execution and its start, and no unknown members', () => {
    // The input of the previous release's state machine, which had more members.
    const earlier = { ...event({ maxTitles: 3 }), watermark: '{}', otherRuns: [] };
    const request = readRequest(deepFreeze(earlier), 'new_titles');

    expect(request).toEqual({
      input: { maxTitles: 3 },
      executionArn: 'arn:b',
      startedAt: Date.parse(STARTED_AT),
    });
  });

  it("accepts EventBridge's scheduled event as a scheduled run", () => {
    const scheduled = {
      version: '0',
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      time: STARTED_AT,
      detail: {},
    };

    expect(readRequest(event(scheduled), 'new_titles').input).toEqual({
      source: 'schedule',
      scheduledTime: STARTED_AT,
    });
    expect(violationsOf({ source: 'aws.events', time: 'six' })).toEqual([
      ['/time', 'must match format "date-time"'],
    ]);
  });

  it('requires all members of the input of the task', () => {
    expect(() => readRequest({ executionInput: {} }, 'new_titles')).toThrow(
      /^ListNewTitlesInput is not valid: .*'executionArn'.*'startedAt'/,
    );
  });
});

describe('an execution input', () => {
  it('is refused with all violations of its schema', () => {
    expect(
      violationsOf({ feed: 'news', regions: ['GB', 'gb'], titles: [], window: { start: '2026-11-01' } }),
    ).toEqual(
      expect.arrayContaining([
        ['', 'has the unknown key "titles"'],
        ['/feed', expect.stringContaining('must be one of "new_titles"')],
        ['/regions/1', 'must be an ISO 3166-1 country code in upper case: use GB'],
        ['/window', "must have required property 'end'"],
        ['/window/start', 'must match format "date-time"'],
      ]),
    );
  });

  it.each([['2026-11-08T00:00:00Z'], ['2026-11-07T23:00:00-01:00']])(
    'has a window that starts before its end, %s',
    (end) => {
      expect(violationsOf({ window: { start: '2026-11-08T00:00:00Z', end } })).toEqual([
        ['/window/start', 'must be before /window/end'],
      ]);
    },
  );

  it('has a window that ends at the start of the execution at the latest', () => {
    expect(violationsOf({ window: { start: '2026-11-08T00:00:00Z', end: STARTED_AT } })).toEqual([]);
    expect(violationsOf({ window: { start: '2026-11-08T00:00:00Z', end: '2026-11-24T06:00:01Z' } })).toEqual([
      ['/window/end', 'must not be later than the start of the execution, 2026-11-24T06:00:00.000Z'],
    ]);
  });

  it('has no leap seconds', () => {
    expect(
      violationsOf({
        scheduledTime: '2016-12-31T23:59:60Z',
        window: { start: '2016-12-31T23:59:60Z', end: '2017-01-01T00:00:00Z' },
      }),
    ).toEqual([
      ['/scheduledTime', 'must not be a leap second'],
      ['/window/start', 'must not be a leap second'],
    ]);
    expect(violationsOf({ window: { start: '2016-12-31T00:00:00Z', end: '2016-12-31T23:59:60Z' } })).toEqual([
      ['/window/end', 'must not be a leap second'],
    ]);
  });

  it('has a window from 1970 on', () => {
    const end = '1970-01-02T00:00:00Z';

    expect(violationsOf({ window: { start: '1970-01-01T00:00:00Z', end } })).toEqual([]);
    expect(violationsOf({ window: { start: '1969-12-31T23:59:59Z', end } })).toEqual([
      ['/window/start', 'must not be before 1970'],
    ]);
  });

  it.each<[unknown, Feed, string]>([
    [{ feed: 'releases', types: ['movie'] }, 'new_titles', 'is not offered by the feed releases'],
    [{ types: ['movie'] }, 'titles_episodes_changed', 'is not offered by the feed titles_episodes_changed'],
    [
      { types: ['movie'], titleIds: [1] },
      'new_titles',
      'has no meaning with /titleIds, which are not listed',
    ],
  ])('%j on a deployment of %s has types where they mean nothing', (input, feed, problem) => {
    expect(violationsOf(input, feed)).toEqual([['/types', problem]]);
  });

  it('may have a feed without types, and none', () => {
    expect(violationsOf({ feed: 'releases' })).toEqual([]);
  });

  it.each<Feed>(['new_titles', 'titles_details_changed', 'titles_sources_changed'])(
    'has types on the feed %s',
    (feed) => {
      expect(violationsOf({ feed, types: ['movie'] })).toEqual([]);
    },
  );
});
