import { GetTopicAttributesCommand, type SNSClient } from '@aws-sdk/client-sns';
import { GetParametersCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { FEEDS } from '../../../events/feeds.ts';
import { CorruptProgress, decodeProgress, type WaitingTitle } from '../../../events/feed-progress.ts';
import { LONG_WAIT_HOURS } from '../../../workflow/patience.ts';
import { isError } from '../../native-error.ts';
import { duration } from '../../render/bar.ts';
import { counted } from '../../render/plural.ts';
import { failed, type Finding, ok, warning } from '../../findings/check.ts';

const HOUR_MS = 3_600_000;

/** Whether an alarm reaches anybody. */
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
    if (isError(error) && error.name === 'NotFoundException') {
      return failed(`there is no topic ${topicArn}`, deploy);
    }
    throw error;
  }
}

/**
 * Whether titles wait for longer than runs need that go well, in any feed.
 *
 * @param now epoch milliseconds
 */
export async function checkWaitingTitles(
  client: SSMClient,
  watermarkPath: string,
  now: number,
): Promise<Finding> {
  // Names that are not there are no error here: most feeds never run.
  const { Parameters = [] } = await client.send(
    new GetParametersCommand({ Names: FEEDS.map((feed) => `${watermarkPath}/${feed}`) }),
  );
  const waiting = Parameters.flatMap(({ Value = '' }) => waitingIn(Value));
  if (waiting.length === 0) return ok('none');
  const longestMs = now - Math.min(...waiting.map(({ since }) => Date.parse(since)));
  const titles = counted(waiting.length, 'title waits', 'titles wait');
  const detail = `${titles} for the next run, the longest for ${duration(Math.max(0, longestMs))}`;
  return longestMs <= LONG_WAIT_HOURS * HOUR_MS
    ? ok(detail)
    : warning(detail, 'tvguide deferred says why; tvguide deferred --retry fetches them, --forget drops one');
}

function waitingIn(text: string): readonly WaitingTitle[] {
  try {
    return decodeProgress(text).waiting;
  } catch (error) {
    // That is the finding of the check before.
    if (error instanceof CorruptProgress) return [];
    throw error;
  }
}
