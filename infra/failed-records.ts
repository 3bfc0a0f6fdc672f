import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * Adds the bucket to which Lambda writes the records that the consumer could not take, with their data. A queue would get
 * only their sequence numbers.
 *
 * CloudFormation does not delete a bucket with objects, so records do not disappear with the stack unnoticed.
 *
 * @param keepDays - the number of days after which an object is deleted
 */
export function addFailedRecordsBucket(scope: Construct, id: string, keepDays: number): Bucket {
  const bucket = new Bucket(scope, id, {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    lifecycleRules: [
      {
        id: 'Retention',
        expiration: Duration.days(keepDays),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      },
    ],
    removalPolicy: RemovalPolicy.DESTROY,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'Only Lambda and operators use this bucket of failures; access logs would need a second one.',
  });
  return bucket;
}
