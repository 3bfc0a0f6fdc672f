import { describe, expect, it } from '@jest/globals';
import { renderRedriver } from '../../workflow/redrive-failed-run.ts';
import { INTERACTIVE_RETRY_POLICY, SCHEDULED_RETRY_POLICY } from '../../workflow/retry-policy.ts';
import {
  checkSubstitutions,
  placeholdersOf,
  renderDefinition,
  SubstitutionError,
  withRetryPolicy,
} from '../../workflow/substitutions.ts';
import { functionArns } from '../../workflow/tasks.ts';

const values = {
  Partition: 'aws',
  ProgressTable: 'TvGuideProgress',
  ...functionArns('title-ingestion', (task) => `arn:aws:lambda:eu-west-2:123456789012:function:${task}`),
  BatchesAtOnce: '4',
};

const text = withRetryPolicy(SCHEDULED_RETRY_POLICY);

describe('withRetryPolicy', () => {
  it('replaces all numbers and nothing else', () => {
    expect(placeholdersOf(text)).toEqual(Object.keys(values).sort());
    expect(placeholdersOf(withRetryPolicy(INTERACTIVE_RETRY_POLICY))).toEqual(placeholdersOf(text));
  });

  it('has no longer waits on a laptop than on AWS', () => {
    for (const [name, seconds] of Object.entries(INTERACTIVE_RETRY_POLICY)) {
      expect(seconds).toBeLessThan(SCHEDULED_RETRY_POLICY[name as keyof typeof SCHEDULED_RETRY_POLICY]);
    }
  });
});

describe('renderDefinition', () => {
  it('leaves no placeholder and changes nothing else', () => {
    const rendered = renderDefinition(values, SCHEDULED_RETRY_POLICY);

    expect(placeholdersOf(rendered)).toEqual([]);
    expect(JSON.parse(rendered)).toMatchObject({
      States: {
        'Ingest titles': { MaxConcurrency: '{% 4 %}', Label: 'IngestTitles' },
        'Wait for earlier run': { Seconds: 60 },
        'Advance watermark': { Arguments: { TableName: 'TvGuideProgress' } },
      },
    });
    expect(rendered.split('\n')).toHaveLength(text.split('\n').length);
  });

  it('keeps the definition valid JSON for all values', () => {
    const rendered = renderDefinition(
      { ...values, FetchTitleDetailsFunctionArn: 'a"b\\c' },
      SCHEDULED_RETRY_POLICY,
    );

    expect(JSON.parse(rendered)).toMatchObject({
      States: {
        'Ingest titles': {
          ItemProcessor: {
            States: {
              'Fetch titles': {
                ItemProcessor: {
                  States: { 'Fetch title details': { Arguments: { FunctionName: 'a"b\\c' } } },
                },
              },
            },
          },
        },
      },
    });
  });
});

describe('the partition', () => {
  it.each(['aws', 'aws-cn', 'aws-us-gov'])(
    '%s stands in every ARN of the definitions, and no other',
    (Partition) => {
      const texts = [
        renderDefinition({ ...values, Partition }, SCHEDULED_RETRY_POLICY).replaceAll('arn:aws:lambda:', ''),
        renderRedriver({ Partition, JudgeFailedRunFunctionArn: 'judge-failed-run' }),
      ];
      const partitions = texts.flatMap((rendered) =>
        [...rendered.matchAll(/arn:([a-z-]+):/g)].map(([, partition]) => partition),
      );

      expect(partitions.length).toBeGreaterThan(6);
      expect(new Set(partitions)).toEqual(new Set([Partition]));
    },
  );
});

describe('checkSubstitutions', () => {
  it('accepts exactly the placeholders of the definition', () => {
    expect(() => checkSubstitutions(text, values)).not.toThrow();
  });

  it('names missing and unused values', () => {
    const { BatchesAtOnce, ...rest } = values;

    expect(() => checkSubstitutions(text, { ...rest, BatchesAtATime: BatchesAtOnce })).toThrow(
      new SubstitutionError(['BatchesAtOnce'], ['BatchesAtATime']),
    );
  });

  it('refuses either', () => {
    expect(() => checkSubstitutions('"${One}"', {})).toThrow(
      expect.objectContaining({
        name: 'SubstitutionError',
        missing: ['One'],
        unused: [],
        message: 'The definition of title-ingestion has no value for One',
      }),
    );
    expect(() => checkSubstitutions('', { One: '1', Two: '2' }, 'another')).toThrow(
      expect.objectContaining({
        missing: [],
        unused: ['One', 'Two'],
        message: 'The definition of another has no placeholder for One, Two',
      }),
    );
  });
});
