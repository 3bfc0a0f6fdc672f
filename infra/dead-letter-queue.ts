import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * Adds a queue that keeps undelivered events for the maximum retention of SQS. It is encrypted and requires TLS.
 *
 * @param owner the sender of the events, in words
 */
export function addDeadLetterQueue(scope: Construct, queueName: string, owner: string): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    queueName,
    // A key of SQS needs no grant and costs nothing. Messages contain only times and ARNs.
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(queue).acknowledge({
    id: 'AwsSolutions-SQS3',
    reason: `This is the dead-letter queue of the ${owner}; an alarm watches it.`,
  });
  return queue;
}
