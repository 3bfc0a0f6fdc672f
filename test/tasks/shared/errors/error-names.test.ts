import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import * as inputErrors from '../../../../tasks/shared/errors/input-errors.ts';
import * as progressErrors from '../../../../tasks/shared/errors/progress-errors.ts';
import * as streamErrors from '../../../../tasks/shared/errors/stream-errors.ts';
import { TaskError } from '../../../../tasks/shared/errors/task-error.ts';
import * as watchmodeErrors from '../../../../tasks/shared/errors/watchmode-errors.ts';
import { ERROR_NAMES } from '../../../../workflow/error-names.ts';

const REQUEST = 'GET /title/7/details';

/** An instance of every class. */
const errors: TaskError[] = [
  new inputErrors.InvalidInput('ExecutionInput', [{ pointer: '/feed', problem: 'must be a feed' }]),
  new inputErrors.TooManyTitles('titles', 30_000, 25_000, 'The run would have 30000 titles'),
  new inputErrors.BudgetExceeded(40, 20, 'The run would need 40 credits'),
  new inputErrors.ConfigurationError(['FEED is blank']),
  new progressErrors.ProgressUnavailable('PutItem of TvGuideProgress', 'no network'),
  new streamErrors.StreamThrottled('titles', 3, 8, ['ProvisionedThroughputExceededException']),
  new streamErrors.StreamUnavailable('titles', 'no network'),
  new watchmodeErrors.WatchmodeUnauthorized(REQUEST, 401, ''),
  new watchmodeErrors.WatchmodePlanRequired(REQUEST, 'new_titles', 401),
  new watchmodeErrors.WatchmodeQuotaExceeded(REQUEST, 'none left', { needed: 2, left: 1 }),
  new watchmodeErrors.WatchmodeRateLimited(REQUEST, 3, 60),
  new watchmodeErrors.WatchmodeUnavailable(REQUEST, 'no answer', null),
  new watchmodeErrors.WatchmodeListingInterrupted(
    'GET /changes/new_titles',
    11,
    new watchmodeErrors.WatchmodeUnavailable('GET /changes/new_titles', 'Watchmode answers 500', 500),
  ),
  new watchmodeErrors.WatchmodeTitleNotFound(REQUEST, 7),
  new watchmodeErrors.WatchmodeTitleRefused(REQUEST, 7, 401, ''),
  new watchmodeErrors.WatchmodeUnexpectedResponse(REQUEST, 'the response breaks its schema'),
];

describe('the errors of the tasks', () => {
  it('have distinct names that the state machine matches', () => {
    expect(errors.map(({ name }) => name).sort()).toEqual([...ERROR_NAMES].sort());
  });

  it('set their names as literals, which no bundler renames', () => {
    const folder = join(import.meta.dirname, '../../../../tasks/shared/errors');
    const source = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n');
    const literals = [...source.matchAll(/override readonly name = '([^']+)';/g)].map(([, name]) => name);

    expect(literals.sort()).toEqual([...ERROR_NAMES].sort());
  });

  it.each(errors.map((error) => [error.name, error] as const))(
    '%s is the first line of its stack',
    (name, error) => {
      expect(error).toBeInstanceOf(TaskError);
      expect(error.stack?.split('\n')[0]).toBe(`${name}: ${error.message}`);
    },
  );
});

describe('the message of an error', () => {
  it('lists twenty violations and counts the rest, which the field has', () => {
    const violations = Array.from({ length: 25 }, (_, index) => ({
      pointer: `/titleIds/${index}`,
      problem: 'must be integer',
    }));

    const error = new inputErrors.InvalidInput('ExecutionInput', violations);

    expect(error.message).toMatch(
      /^ExecutionInput is not valid: \/titleIds\/0 must be integer; .*\/titleIds\/19 must be integer; and 5 more$/,
    );
    expect(error.violations).toHaveLength(25);
  });

  it("of a rate limit contains only Watchmode's facts", () => {
    const messages = [
      new watchmodeErrors.WatchmodeRateLimited(REQUEST, 3, 60),
      new watchmodeErrors.WatchmodeRateLimited(REQUEST, null, null),
    ].map(({ message }) => message);

    expect(messages).toEqual([
      "GET /title/7/details: over Watchmode's limit of 60 requests a minute; it asks to wait 3 s",
      "GET /title/7/details: over Watchmode's limit",
    ]);
  });
});
