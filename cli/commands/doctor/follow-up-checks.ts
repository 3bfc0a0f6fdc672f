import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { hasName } from '../../../operate/native-error.ts';
import { counted } from '../../../operate/format/plural.ts';
import { failed, type Finding, ok, warning } from '../../findings/check.ts';

/** Checks if anyone is subscribed to the alarms. */
export async function checkAlarms(client: SNSClient, topicArn: string, deploy: string): Promise<Finding> {
  try {
    const { Attributes = {} } = await client.send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    const confirmed = Number(Attributes['SubscriptionsConfirmed'] ?? 0);
    const pending = Number(Attributes['SubscriptionsPending'] ?? 0);
    if (confirmed > 0) return ok(`they go to ${counted(confirmed, 'subscription', 'subscriptions')}`);
    if (pending > 0) {
      return warning(
        `${counted(pending, 'subscription waits', 'subscriptions wait')} for a confirmation: nobody hears of them yet`,
        'confirm it with the link in the mail from AWS',
      );
    }
    return warning(
      'nobody is subscribed to them: a run that fails goes unnoticed',
      `set alarmEmail in infra/stages.ts, then ${deploy}; or subscribe to ${topicArn}`,
    );
  } catch (error) {
    if (hasName(error, 'NotFoundException')) {
      return failed(`there is no topic ${topicArn}`, deploy);
    }
    throw error;
  }
}
