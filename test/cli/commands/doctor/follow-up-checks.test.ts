import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { checkAlarms, checkWaitingTitles } from '../../../../cli/commands/doctor/follow-up-checks.ts';
import { awsError } from '../../testing/deployed-stacks.ts';

const HOUR_MS = 3_600_000;
const now = Date.parse('2026-11-24T10:00:00Z');
const topicArn = 'arn:aws:sns:eu-west-2:123456789012:tv-guide-alarms';

const sns = mockClient(SNSClient);
const ssm = mockClient(SSMClient);
beforeEach(() => {
  sns.reset();
  ssm.reset();
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

describe('the check of titles that wait', () => {
  const check = () => checkWaitingTitles(new SSMClient({ region: 'eu-west-2' }), '/path', now);
  const wait = (...hours: number[]) =>
    ssm.on(GetParametersCommand).resolves({
      Parameters: hours.map((since) => ({
        Value: JSON.stringify({
          watermark: null,
          deferred: [`3173903 ${(now - since * HOUR_MS) / 1000} 1 U`],
        }),
      })),
    });

  it('asks for the parameters of all feeds at once', async () => {
    wait();

    expect(await check()).toEqual({ verdict: 'ok', detail: 'none' });
    expect(ssm.call(0).args[0].input).toMatchObject({
      Names: expect.arrayContaining(['/path/new_titles', '/path/releases']),
    });
  });

  it('finds nothing wrong with titles that the next run asks for', async () => {
    wait(1, 24);

    expect(await check()).toEqual({
      verdict: 'ok',
      detail: '2 titles wait for the next run, the longest for 24 h 00 min',
    });
  });

  it('warns of titles that several runs could not have', async () => {
    wait(25, 1);

    expect(await check()).toMatchObject({
      verdict: 'warning',
      detail: '2 titles wait for the next run, the longest for 25 h 00 min',
      remedy: expect.stringContaining('tvguide deferred'),
    });
  });

  it('leaves a corrupt parameter to the check of the watermark', async () => {
    ssm.on(GetParametersCommand).resolves({ Parameters: [{ Value: '{"new_titles":"2026-11-24"}' }] });

    expect(await check()).toEqual({ verdict: 'ok', detail: 'none' });
  });
});
