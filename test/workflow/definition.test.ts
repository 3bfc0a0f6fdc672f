import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import validate from 'asl-validator';
import publishTitlesInput from '../../events/schemas/publish-titles-input.schema.json' with { type: 'json' };
import summarySchema from '../../events/schemas/run-summary.schema.json' with { type: 'json' };
import { allStates, statesOf } from '../../workflow/definition.ts';
import { ERROR_NAMES } from '../../workflow/error-names.ts';
import { SCHEDULED_RETRY_POLICY } from '../../workflow/retry-policy.ts';
import { renderDefinition } from '../../workflow/substitutions.ts';
import { functionArns } from '../../workflow/tasks.ts';
import definition from '../../workflow/title-ingestion.asl.json' with { type: 'json' };
import { titleIngestion } from '../../workflow/title-ingestion.ts';
import { expressionsOf } from './support/expressions.ts';
import { meanWaitSeconds } from './support/mean-wait.ts';

const batchSchema = publishTitlesInput.$defs.batch;
const named = allStates(titleIngestion).map(([name, state]) => ({ name, state }));
const tasks = named.filter(({ state }) => state.Type === 'Task');
const retriers = tasks.flatMap(({ name, state }) =>
  (state.Retry ?? []).map((retrier) => ({ name, retrier })),
);

/** Errors of AWS itself: Step Functions, Lambda and the DynamoDB integration. */
const PLATFORM_ERROR = /^(States|Lambda|Sandbox|Runtime|DynamoDB)\.[A-Za-z]+$/;

describe('the definition of title-ingestion', () => {
  it('is valid Amazon States Language', () => {
    const rendered = renderDefinition(
      {
        Partition: 'aws-cn',
        ProgressTable: 'TvGuideProgress',
        ...functionArns(
          'title-ingestion',
          (task) => `arn:aws:lambda:eu-west-2:123456789012:function:${task}`,
        ),
        BatchesAtOnce: '4',
      },
      SCHEDULED_RETRY_POLICY,
    );

    expect(validate(JSON.parse(rendered)).errors).toEqual([]);
  });

  it('has at most ten states besides those inside Ingest titles', () => {
    expect(statesOf(titleIngestion).length).toBeLessThanOrEqual(10);
  });

  it('waits for an earlier run and then lists', () => {
    expect(titleIngestion.States['Wait for earlier run']).toMatchObject({ Next: 'List new titles' });
  });

  it('catches a later watermark in the table, and retries every other error', () => {
    const { Retry: retry = [], Catch: caught = [] } = titleIngestion.States['Advance watermark'] ?? {};
    const refused = 'DynamoDB.ConditionalCheckFailedException';

    expect(caught).toMatchObject([{ ErrorEquals: [refused], Next: 'Summarise run' }]);
    expect(retry[0]).toMatchObject({ ErrorEquals: [refused], MaxAttempts: 0 });
    expect(retry[1]?.ErrorEquals).toEqual(['States.TaskFailed', 'States.Timeout']);
  });

  it('names the parts of a batch as publish-titles reads them', () => {
    const { BatchInput } = definition.States['Ingest titles'].ItemBatcher;

    expect(Object.keys(BatchInput).sort()).toEqual(Object.keys(batchSchema.properties).sort());
  });

  it('names the parts of its output as the contract of a run summary has them', () => {
    const ofRun = Object.keys(definition.States['Summarise run'].Output);
    const ofPlan = Object.keys(definition.States['Summarise plan'].Output);

    expect([...ofRun, 'plan'].sort()).toEqual(Object.keys(summarySchema.properties).sort());
    expect(ofPlan.sort()).toEqual(Object.keys(summarySchema.properties).sort());
  });

  it.each(named)('explains "$name" in its Comment', ({ name, state }) => {
    expect(name).toMatch(/^[A-Z][a-z]+ [A-Za-z]+/);
    expect(state.Comment?.length).toBeGreaterThan(30);
  });

  it.each(tasks)('has a timeout for the task of "$name"', ({ state }) => {
    expect(state.TimeoutSeconds).toBeGreaterThan(0);
  });

  it.each(named)('matches only errors that can occur in "$name"', ({ state }) => {
    const matched = [...(state.Retry ?? []), ...(state.Catch ?? [])].flatMap((rule) => rule.ErrorEquals);
    const unknown = matched.filter(
      (error) => !PLATFORM_ERROR.test(error) && !(ERROR_NAMES as readonly string[]).includes(error),
    );

    expect(unknown).toEqual([]);
  });

  it.each(retriers)('spreads the retries of "$name" and caps their delay', ({ retrier }) => {
    const never = retrier.MaxAttempts === 0;

    expect(never || retrier.JitterStrategy === 'FULL').toBe(true);
    expect(never || (retrier.MaxDelaySeconds ?? Infinity) <= 900).toBe(true);
  });

  it.each(tasks.filter(({ state }) => state.Resource?.endsWith('lambda:invoke')))(
    'retries Lambda itself in "$name", its throttling included',
    ({ state }) => {
      const retried = (state.Retry ?? []).flatMap((retrier) => retrier.ErrorEquals);

      expect(retried).toEqual(
        expect.arrayContaining([
          'Lambda.ServiceException',
          'Lambda.AWSLambdaException',
          'Lambda.SdkClientException',
          'Lambda.ClientExecutionTimeoutException',
          'Lambda.TooManyRequestsException',
          'Sandbox.Timedout',
        ]),
      );
    },
  );

  it.each(tasks.filter(({ state }) => state.Resource?.endsWith('lambda:invoke')).map(({ name }) => name))(
    'waits ten minutes on average for a place of Lambda in "%s"',
    (state) => {
      const throttled = retriers.filter(
        ({ name, retrier }) =>
          name === state && retrier.ErrorEquals.includes('Lambda.TooManyRequestsException'),
      );

      expect(throttled).toHaveLength(1);
      const [{ retrier } = { retrier: undefined }] = throttled;
      expect(retrier?.ErrorEquals).toEqual(['Lambda.TooManyRequestsException']);
      // At most 2, 4, 8, 16 and 32 s, then 19 times 60 s; with full jitter half of it on average: 31 + 570 = 601 s.
      expect(meanWaitSeconds(retrier)).toBe(601);
    },
  );

  it('repeats a listing that may have paid for pages three times at most, over seven minutes on average', () => {
    const rules = retriers.filter(({ retrier }) =>
      retrier.ErrorEquals.includes('Watchmode.ListingInterrupted'),
    );

    expect(rules.map(({ name, retrier }) => [name, retrier.MaxAttempts])).toEqual([['List new titles', 3]]);
    // A function that crashes or takes too long may have paid for pages as well: all of them share one counter.
    expect(rules[0]?.retrier.ErrorEquals).toEqual([
      'Watchmode.ListingInterrupted',
      'Lambda.Unknown',
      'Sandbox.Timedout',
      'States.Timeout',
    ]);
    // At most 120, 240 and 480 s.
    expect(meanWaitSeconds(rules[0]?.retrier)).toBe(420);
  });

  it('does not retry permanent errors', () => {
    const permanent = [
      'InvalidInput',
      'TooManyTitles',
      'ConfigurationError',
      'Watchmode.Unauthorized',
      'Watchmode.PlanRequired',
      'Watchmode.QuotaExceeded',
      'Watchmode.TitleNotFound',
      'Watchmode.TitleRefused',
      'Watchmode.UnexpectedResponse',
      'States.ALL',
    ];
    const retried = retriers.flatMap(({ retrier }) => retrier.ErrorEquals);

    expect(retried.filter((error) => permanent.includes(error))).toEqual([]);
  });

  it('has short expressions', () => {
    const long = expressionsOf(definition).filter((text) => text.length > 130 || /function|:=/.test(text));

    expect(long).toEqual([]);
  });

  it('has no Fail state, because a redrive would enter it again', () => {
    expect(named.filter(({ state }) => state.Type === 'Fail')).toEqual([]);
  });

  it('is explained state by state, and error by error, in its README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../workflow/README.md'), 'utf8');
    const missing = [...named.map(({ name }) => name), ...ERROR_NAMES].filter(
      (name) => !readme.includes(name),
    );

    expect(missing).toEqual([]);
  });

  it('has the numbers of its retries in its README', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../workflow/README.md'), 'utf8');
    const { OutageAttempts, OutageIntervalSeconds, OutageMaxDelaySeconds, TitleAttempts } =
      SCHEDULED_RETRY_POLICY;

    expect(readme.replaceAll(/\s+/g, ' ')).toContain(
      `the \`Retry\` of Check Watchmode, ${OutageAttempts} times, from up to ${OutageIntervalSeconds} s to up to ${OutageMaxDelaySeconds / 60} min`,
    );
    expect(readme).toContain(`the \`Retry\` of Fetch title details, ${TitleAttempts} times`);
  });
});
