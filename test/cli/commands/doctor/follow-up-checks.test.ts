import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkAlarms } from '../../../../cli/commands/doctor/follow-up-checks.ts';
import { awsError } from '../../support/deployed-stacks.ts';

const topicArn = 'arn:aws:sns:eu-west-2:123456789012:tv-guide-alarms';

const sns = mockClient(SNSClient);
beforeEach(() => {
  sns.reset();
});

describe('the check of the alarms', () => {
  const check = () => checkAlarms(new SNSClient({ region: 'eu-west-2' }), topicArn, 'npm run aws:deploy');
  const subscribe = (confirmed: number, pending: number) =>
    sns.on(GetTopicAttributesCommand, { TopicArn: topicArn }).resolves({
      Attributes: { SubscriptionsConfirmed: String(confirmed), SubscriptionsPending: String(pending) },
    });

  it('is content when somebody is subscribed', async () => {
    subscribe(2, 1);

    expect(await check()).toEqual({ verdict: 'ok', detail: 'they go to 2 subscriptions' });
  });

  it('warns when nobody is', async () => {
    subscribe(0, 0);

    expect(await check()).toEqual({
      verdict: 'warning',
      detail: 'nobody is subscribed to them: a run that fails goes unnoticed',
      remedy: `set alarmEmail in infra/stages.ts, then npm run aws:deploy; or subscribe to ${topicArn}`,
    });
  });

  it('warns when nobody has confirmed the subscription', async () => {
    subscribe(0, 1);

    expect(await check()).toMatchObject({
      verdict: 'warning',
      detail: '1 subscription waits for a confirmation: nobody hears of them yet',
    });
  });

  it('fails without the topic, and passes on what else goes wrong', async () => {
    sns.on(GetTopicAttributesCommand).rejects(awsError('NotFoundException'));
    expect(await check()).toMatchObject({ verdict: 'failed', remedy: 'npm run aws:deploy' });

    sns.on(GetTopicAttributesCommand).rejects(awsError('AuthorizationErrorException'));
    await expect(check()).rejects.toThrow('AuthorizationErrorException');
  });
});
