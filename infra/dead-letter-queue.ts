import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * A queue that keeps undelivered events for as long as SQS can. It is encrypted, and takes nothing that does not come
 * over TLS.
 *
 * @param owner the owner of the dead letters, in words
 */
export function addDeadLetterQueue(scope: Construct, queueName: string, owner: string): Queue {
  const queue = new Queue(scope, 'DeadLetters', {
    queueName,
    // With a key of SQS's own, which needs no grant and costs nothing: a message holds times and ARNs.
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
