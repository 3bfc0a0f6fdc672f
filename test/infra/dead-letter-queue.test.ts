import { describe, expect, it } from '@jest/globals';
import { synthesise } from './support/synthesise.ts';
import { resourcesOf, statementsOf } from './support/template.ts';

const { ingestion } = synthesise();
const queues = resourcesOf(ingestion, 'AWS::SQS::Queue').map(([id, { Properties }]) => ({ id, Properties }));

describe('the dead-letter queues', () => {
  it('are those of the schedule and of the redriver', () => {
    expect(queues.map(({ Properties }) => Properties['QueueName']).sort()).toEqual([
      'redrive-failed-run-dead-letters',
      'title-ingestion-schedule-dead-letters',
    ]);
  });

  it.each(queues)('$id is encrypted and keeps a message for as long as SQS can', ({ Properties }) => {
    expect(Properties).toMatchObject({
      SqsManagedSseEnabled: true,
      MessageRetentionPeriod: 14 * 24 * 3_600,
    });
  });

  it.each(queues)('$id requires TLS', ({ id }) => {
    const policies = resourcesOf(ingestion, 'AWS::SQS::QueuePolicy').filter(
      ([, { Properties }]) => (Properties['Queues'] as { Ref: string }[])[0]?.Ref === id,
    );

    expect(policies).toHaveLength(1);
    expect(statementsOf(policies[0]![1].Properties, 'PolicyDocument')).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
  });
});
